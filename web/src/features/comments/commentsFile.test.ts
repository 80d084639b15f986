import { expect, test } from 'vitest';
import { readCommentsFile } from './commentsFile';

test('a file of comments is told from others', () => {
  const file = { format: 'mdreader-comments/1', people: [], threads: [] };
  expect(readCommentsFile(JSON.stringify(file))).toEqual(file);
  for (const other of ['', '# Plan', 'null', '[]', '{"threads": []}']) expect(readCommentsFile(other)).toBeNull();
});
