import { afterEach, expect, test } from 'vitest';
import { createParser } from './parser';
import { shownAt, writtenAt } from './quotes';

afterEach(() => document.body.replaceChildren());

function shown(source: string): Element[] {
  const block = document.body.appendChild(document.createElement('div'));
  // eslint-disable-next-line no-restricted-syntax -- A text of this file's own.
  block.innerHTML = createParser().render(source);
  return [block];
}

function select(blocks: Element[], words: string): Range {
  const range = document.createRange();
  for (const block of blocks) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const at = (node.nodeValue ?? '').indexOf(words);
      if (at === -1) continue;
      range.setStart(node, at);
      range.setEnd(node, at + words.length);
    }
  }
  return range;
}

test.each([
  ['The tent is **red** and large.', 'tent is **red** and', 'tent is red and'],
  [
    'See [the map](https://example.org/a_b?c=d "Title") now.',
    '[the map](https://example.org/a_b?c=d "Title") now',
    'the map now',
  ],
  ['- one `code`\n- two\n', '`code`\n- two', 'code\ntwo'],
  ['Said[^n] so.\n\n[^n]: there', 'Said[^n] so', 'Said1 so'],
  ['| a | b |\n|---|---|\n| über | c |\n', 'über', 'über'],
])('a stretch of the source is found in what it becomes: %s', (source, stretch, expected) => {
  const from = source.indexOf(stretch);
  expect(
    shownAt(shown(source), source, from, from + stretch.length)
      ?.toString()
      .trim(),
  ).toBe(expected);
});

test('of the same words those are meant that stand there', () => {
  const source = 'A word, *a word* and a word.';
  const from = source.lastIndexOf('word');
  const blocks = shown(source);
  const range = shownAt(blocks, source, from, from + 4);
  expect(range?.startContainer.nodeValue).toBe(' and a word.');
  expect(range === null ? null : writtenAt(blocks, source, range)).toEqual({ from, to: from + 4 });
});

test('what is selected is found in the source, marks and all between', () => {
  const source = 'Before.\n\nThe **tent** is [red](/x).\n';
  const blocks = shown(source);
  const at = source.indexOf('tent');
  expect(writtenAt(blocks, source, select(blocks, 'tent'))).toEqual({ from: at, to: at + 4 });
  const red = source.indexOf('red');
  expect(writtenAt(blocks, source, select(blocks, 'red'))).toEqual({ from: red, to: red + 3 });
});

test('of marks alone nothing is seen, and nothing is selected in blanks', () => {
  const source = 'A **b** c';
  const blocks = shown(source);
  expect(shownAt(blocks, source, 2, 4)).toBeNull();
  expect(writtenAt(blocks, source, select(blocks, ' c').cloneRange())).toEqual({ from: 8, to: 9 });
  expect(writtenAt(blocks, source, document.createRange())).toBeNull();
});
