import { expect, test } from 'vitest';
import { lineOfAnchor, outlineOf } from './outline';

test('headings come with level, plain text and line', () => {
  expect(outlineOf('# One *two*\n\ntext\n## [Link](x) ##\n#none')).toEqual([
    { level: 1, text: 'One two', line: 0 },
    { level: 2, text: 'Link', line: 3 },
  ]);
});

test('what stands in a code block is no heading', () => {
  expect(outlineOf('```sh\n# comment\n```\n# Real')).toEqual([{ level: 1, text: 'Real', line: 3 }]);
});

test('underlined headings count, and what only looks like one doesn’t', () => {
  expect(outlineOf('One\n===\n\nTwo\nlines\n---\ntext\n')).toEqual([
    { level: 1, text: 'One', line: 0 },
    { level: 2, text: 'Two lines', line: 3 },
  ]);
  for (const text of [
    'text\n\n---\n',
    '- item\n---\n',
    '- item\n  more\n---\n',
    '> quote\n---\n',
    '---\n---\n',
    '***\n---\n',
  ])
    expect(outlineOf(text), text).toEqual([]);
});

test('notes at the very top are no headings', () => {
  expect(outlineOf('---\n# a comment\ntitle: Plan\n---\n# Real')).toEqual([{ level: 1, text: 'Real', line: 4 }]);
});

test('a link finds its heading by the words, as GitHub makes them, and of several the one that is meant', () => {
  const text = '# Über *Part* 2: it’s here!\n\n## Same\n\n## Same\n';
  expect(lineOfAnchor(text, 'über-part-2-its-here')).toBe(0);
  expect(lineOfAnchor(text, 'same')).toBe(2);
  expect(lineOfAnchor(text, 'same-1')).toBe(4);
  expect(lineOfAnchor(text, 'other')).toBeNull();
});
