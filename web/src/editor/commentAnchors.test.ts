import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { anchorAt, rangeOf } from './commentAnchors';

function written(content: string) {
  const doc = new Y.Doc();
  const text = doc.getText('content');
  text.insert(0, content);
  return { doc, text };
}

test('what is typed at the edges stays outside, what is typed inside belongs to it', () => {
  const { doc, text } = written('one two three');
  const anchor = anchorAt(text, 4, 7);
  expect(anchor.quote).toBe('two');
  text.insert(7, '!');
  text.insert(5, 'xx');
  text.insert(4, '>');
  const range = rangeOf(anchor, doc, text);
  expect(text.toJSON().slice(range?.from, range?.to)).toBe('txxwo');
});

test('a range whose text is gone is nowhere', () => {
  const { doc, text } = written('one two three');
  const anchor = anchorAt(text, 4, 7);
  text.delete(3, 5);
  expect(rangeOf(anchor, doc, text)).toBeNull();
});

test('positions that can’t be read are nowhere', () => {
  const { doc, text } = written('one');
  expect(rangeOf({ start: 'AAAA', end: '!' }, doc, text)).toBeNull();
});
