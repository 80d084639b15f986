import { expect, test } from 'vitest';
import { countWords, WordCount } from './words';

test.each([
  ['', 0],
  ['one', 1],
  ['Two people’s cursors don’t collide', 5],
  ['# Heading\n\n- item-one **bold**', 3],
  ['3.14 is 2_pi_ish', 3],
  ['日本語', 3],
  ['Yjs は速い', 4],
  ['--- ... ***', 0],
  ['ask @[Ben Okafor](01a22483-6390-732d-ac31-f1ad0533e367)', 3],
])('%j has %i words', (text, words) => {
  expect(countWords(text)).toBe(words);
});

test('a long text is counted a little at a time, and comes to the same', () => {
  const text = Array.from({ length: 1_000 }, (_, line) => `line ${line} 漢字 of it`).join('\n');
  const count = new WordCount();
  count.begin(text);
  let slices = 0;
  let words: number | null = null;
  // The time is always over.
  while (words === null) {
    words = count.goOn(0, () => 1);
    slices += 1;
  }
  expect(words).toBe(countWords(text));
  expect(slices).toBeGreaterThan(10);
  count.begin(`${text}\nand more`);
  expect(count.goOn(Infinity, () => 0)).toBe(countWords(text) + 2);
});
