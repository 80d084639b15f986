import { expect, test } from 'vitest';
import { countWords } from './words';

test.each([
  ['', 0],
  ['one', 1],
  ['Two people’s cursors don’t collide', 5],
  ['# Heading\n\n- item-one **bold**', 3],
  ['3.14 is 2_pi_ish', 3],
  ['日本語', 3],
  ['Yjs は速い', 4],
  ['--- ... ***', 0],
])('%j has %i words', (text, words) => {
  expect(countWords(text)).toBe(words);
});
