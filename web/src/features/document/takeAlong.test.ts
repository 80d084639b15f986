import { expect, test } from 'vitest';
import { isSameText } from './takeAlong';

test('a file is the text that is shown, whatever its mark and its line ends are', () => {
  expect(isSameText('one\ntwo', 'one\ntwo')).toBe(true);
  expect(isSameText('\uFEFFone\r\ntwo\rthree', 'one\ntwo\nthree')).toBe(true);
  expect(isSameText('one\ntwo', 'one\ntwo, and more')).toBe(false);
});
