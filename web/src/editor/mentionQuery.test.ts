import { expect, test } from 'vitest';
import { matching, mentionAt } from './mentionQuery';

const ANA = { name: 'Ana', email: 'first@example.org' };
const SOUSA = { name: 'Ana Sousa Lima' };

test('the picker opens at a name, not inside an address', () => {
  expect(mentionAt('see @an', 7)).toEqual({ from: 4, query: 'an' });
  expect(mentionAt('see @Ana So', 11)).toEqual({ from: 4, query: 'Ana So' });
  expect(mentionAt('me@an', 5)).toBeNull();
  expect(mentionAt('me@an@b', 7)).toBeNull();
});

test('an "@" between words is no name', () => {
  expect(mentionAt('5 @ ', 4)).toBeNull();
  expect(mentionAt('5 @ b', 5)).toBeNull();
});

test('an address may stand in a name’s place', () => {
  expect(mentionAt('(@dora@exam', 11)).toEqual({ from: 1, query: 'dora@exam' });
});

test('people are found by any of their names, and by their address', () => {
  expect(matching([ANA, SOUSA], 'sou')).toEqual([SOUSA]);
  expect(matching([ANA, SOUSA], 'sousa L')).toEqual([SOUSA]);
  expect(matching([ANA, SOUSA], 'FIRST@')).toEqual([ANA]);
  expect(matching([ANA, SOUSA], 'usa')).toEqual([]);
  expect(matching([ANA, SOUSA], '')).toHaveLength(2);
});
