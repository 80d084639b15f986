import { expect, test } from 'vitest';
import { matching, mentionAt, partsOf, toSent, toTyped } from './mentions';

const ANA = { id: '0198c0de-0000-7000-8000-000000000001', name: 'Ana' };
const SOUSA = { id: '0198c0de-0000-7000-8000-000000000002', name: 'Ana Sousa' };

test('a mention is typed by name and sent with its id', () => {
  expect(toSent('Hi @Ana Sousa, and @Ana!', [ANA, SOUSA])).toBe(`Hi @[Ana Sousa](${SOUSA.id}), and @[Ana](${ANA.id})!`);
  expect(toSent('me@example.org', [ANA])).toBe('me@example.org');
});

test('what was sent can be edited as it was typed', () => {
  const sent = `Hi @[Ana Sousa](${SOUSA.id}), look`;
  const { typed, mentioned } = toTyped(sent);
  expect(typed).toBe('Hi @Ana Sousa, look');
  expect(toSent(typed, mentioned)).toBe(sent);
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
});

test('people are found by any of their names', () => {
  expect(matching([ANA, SOUSA], 'sou', 5)).toEqual([SOUSA]);
  expect(matching([ANA, SOUSA], '', 5)).toHaveLength(2);
});
