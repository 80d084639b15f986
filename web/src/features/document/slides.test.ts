import { expect, test } from 'vitest';
import { slideAfter, slidesOf, stepOf } from './slides';

const slides = (...blocks: string[]) => slidesOf(blocks, (block) => block === '---');

test('lines across the page part the slides', () => {
  expect(slides('a', 'b', '---', 'c')).toEqual([['a', 'b'], ['c']]);
});

test('lines at the edges and beside each other make no empty slides', () => {
  expect(slides('---', 'a', '---', '---', 'b', '---')).toEqual([['a'], ['b']]);
  expect(slides('---')).toEqual([]);
});

test('a remote control’s keys go on and back, and stop at the ends', () => {
  expect([stepOf('PageDown'), stepOf('PageUp'), stepOf('x')]).toEqual(['next', 'previous', null]);
  expect(slideAfter('next', 2, 3)).toBe(2);
  expect(slideAfter('previous', 0, 3)).toBe(0);
  expect(slideAfter('last', 0, 3)).toBe(2);
  expect(slideAfter('last', 0, 0)).toBe(0);
});
