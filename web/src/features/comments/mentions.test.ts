import { expect, test } from 'vitest';
import { isAddress, matching, mentionAt, partsOf, stillMentioned, toSent, toTyped } from './mentions';

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

test('a body falls into text and mentions', () => {
  expect(partsOf(`a @[B](${ANA.id}) c`)).toEqual([
    { kind: 'text', text: 'a ' },
    { kind: 'mention', name: 'B', id: ANA.id },
    { kind: 'text', text: ' c' },
  ]);
});

test('the picker opens at a name, not inside an address', () => {
  expect(mentionAt('see @an', 7)).toEqual({ from: 4, query: 'an' });
  expect(mentionAt('me@an', 5)).toBeNull();
  expect(mentionAt('me@an@b', 7)).toBeNull();
});

test('an address may stand in a name’s place', () => {
  expect(mentionAt('(@dora@exam', 11)).toEqual({ from: 1, query: 'dora@exam' });
  expect(['dora@exam', 'dora@example.org', 'dora@example.', '@example.org'].filter(isAddress)).toEqual([
    'dora@example.org',
  ]);
});

test('people are found by any of their names', () => {
  expect(matching([ANA, SOUSA], 'sou')).toEqual([SOUSA]);
  expect(matching([ANA, SOUSA], '')).toHaveLength(2);
});
