import { expect, test } from 'vitest';
import { outlineOf } from './outline';

test('headings come with level, plain text and line', () => {
  expect(outlineOf('# One *two*\n\ntext\n## [Link](x) ##\n#none')).toEqual([
    { level: 1, text: 'One two', line: 0 },
    { level: 2, text: 'Link', line: 3 },
  ]);
});

test('what stands in a code block is no heading', () => {
  expect(outlineOf('```sh\n# comment\n```\n# Real')).toEqual([{ level: 1, text: 'Real', line: 3 }]);
});
