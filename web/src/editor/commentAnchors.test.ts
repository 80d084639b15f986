import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { anchorAt, rangesOf } from './commentAnchors';

function written(content: string) {
  const doc = new Y.Doc();
  const text = doc.getText('content');
  text.insert(0, content);
  return { text };
}

test('what is typed at the edges stays outside, what is typed inside belongs to it', () => {
  const { text } = written('one two three');
  const anchor = anchorAt(text, 4, 7);
  expect(anchor.quote).toBe('two');
  text.insert(7, '!');
  text.insert(5, 'xx');
  text.insert(4, '>');
  const [range] = rangesOf([anchor], text);
  expect(text.toJSON().slice(range?.from, range?.to)).toBe('txxwo');
});

test('a range whose text is gone is nowhere', () => {
  const { text } = written('one two three');
  const anchor = anchorAt(text, 4, 7);
  text.delete(3, 5);
  expect(rangesOf([anchor], text)).toEqual([null]);
});

test('positions that can’t be read are nowhere', () => {
  const { text } = written('one');
  expect(rangesOf([{ start: 'AAAA', end: '!' }], text)).toEqual([null]);
});
