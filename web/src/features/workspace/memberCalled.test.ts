import { expect, test } from 'vitest';
import type { Member } from '../../api/types';
import { memberCalled } from './memberCalled';

const member = (userId: string, name: string, email: string): Member => ({
  userId,
  name,
  email,
  role: 'editor',
  colour: null,
  since: '2026-11-01T00:00:00Z',
});
const ana = member('1', 'Ana Sousa', 'ana@example.org');
const ben = member('2', 'Ben Okafor', 'ben@example.org');
const otherBen = member('3', 'Ben Okafor', 'okafor@example.org');

test('somebody is found by name or address, in whatever case and with spaces around', () => {
  expect(memberCalled([ana, ben], ' ana sousa ')).toBe(ana);
  expect(memberCalled([ana, ben], 'BEN@example.org')).toBe(ben);
});

test('a name that two people have means neither', () => {
  expect(memberCalled([ana, ben, otherBen], 'Ben Okafor')).toBeNull();
  expect(memberCalled([ana, ben, otherBen], 'okafor@example.org')).toBe(otherBen);
});

test('nothing and nobody', () => {
  expect(memberCalled([ana], '  ')).toBeNull();
  expect(memberCalled([ana], 'Carla')).toBeNull();
});
