import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { changedBy } from './merged';

function textOf(content: string): Y.Text {
  const text = new Y.Doc().getText('content');
  text.insert(0, content);
  return text;
}

test('what came and what went is told in the words around it', () => {
  const text = textOf('one two three');
  const work = () =>
    text.doc?.transact(() => {
      text.delete(4, 3);
      text.insert(4, '2');
    });
  const parts = changedBy(text, work);
  const texts = (without: string) => parts.filter(({ kind }) => kind !== without).map((part) => part.text);
  expect(texts('added').join('')).toBe('one two three');
  expect(texts('removed').join('')).toBe('one 2 three');
});

test('of what stayed only the ends near a change are kept', () => {
  const text = textOf('a'.repeat(1000));
  const [before, added, after] = changedBy(text, () => text.insert(500, 'new'));
  expect(before?.text).toBe(` … ${'a'.repeat(120)}`);
  expect(added).toEqual({ kind: 'added', text: 'new' });
  expect(after?.text).toBe(`${'a'.repeat(120)} … `);
});

test('nothing is told when nothing changed', () => {
  expect(changedBy(textOf('same'), () => undefined)).toEqual([]);
});
