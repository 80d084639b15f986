import { expect, test } from 'vitest';
import { best } from './matches';

const titles = ['Old plan', 'Planning', 'Airplane', 'The plan of the field'];

test('the beginning counts most, then the beginning of a word, then anywhere', () => {
  expect(best(titles, (title) => title, 'plan', 9)).toEqual([
    'Planning',
    'Old plan',
    'The plan of the field',
    'Airplane',
  ]);
});

test('words may stand in any order', () => {
  expect(best(titles, (title) => title, 'field plan', 9)).toEqual(['The plan of the field']);
});

test('without a word everything answers, as far as there is room', () => {
  expect(best(titles, (title) => title, '', 2)).toEqual(['Old plan', 'Planning']);
});
