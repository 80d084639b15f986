import { expect, test } from 'vitest';
import { isAddress, stillMentioned, toSent, toTyped } from './mentions';

const ANA = { id: '0198c0de-0000-7000-8000-000000000001', name: 'Ana' };
const SOUSA = { id: '0198c0de-0000-7000-8000-000000000002', name: 'Ana Sousa' };

test('a mention is typed by name and sent with its id', () => {
  expect(toSent('Hi @Ana Sousa, and @Ana!', [ANA, SOUSA])).toBe(`Hi @[Ana Sousa](${SOUSA.id}), and @[Ana](${ANA.id})!`);
  expect(toSent('me@example.org', [ANA])).toBe('me@example.org');
  expect(toSent('@Ana@Ana Sousa@', [ANA, SOUSA])).toBe(`@[Ana](${ANA.id})@[Ana Sousa](${SOUSA.id})@`);
});

test('what was sent can be edited as it was typed', () => {
  const sent = `Hi @[Ana Sousa](${SOUSA.id}), look`;
  const { typed, mentioned } = toTyped(sent);
  expect(typed).toBe('Hi @Ana Sousa, look');
  expect(toSent(typed, mentioned)).toBe(sent);
});

test('whose name was deleted again isn’t mentioned', () => {
  expect(stillMentioned('Hi @Ana Sousa', [ANA, SOUSA])).toEqual([SOUSA]);
  expect(stillMentioned('Hi Ana, hi @Ana', [ANA, SOUSA])).toEqual([ANA]);
  expect(stillMentioned('Hi', [ANA, SOUSA])).toEqual([]);
});

test('an address is one with a host', () => {
  expect(['dora@exam', 'dora@example.org', 'dora@example.', '@example.org'].filter(isAddress)).toEqual([
    'dora@example.org',
  ]);
});
