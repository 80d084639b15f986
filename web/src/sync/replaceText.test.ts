import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { replaceText } from './replaceText';

const inserted = (deltas: { insert?: unknown }[][]) =>
  deltas
    .flat()
    .map(({ insert }) => (typeof insert === 'string' ? insert : ''))
    .join(' ');

describe('replacing a text by another one', () => {
  it.each([
    ['', 'new'],
    ['old', ''],
    ['one two three', 'one 2 three'],
    ['aaa', 'aa'],
    ['aa', 'aaa'],
    ['x😀y', 'x😁y'],
    ['😀', '🐀'],
    ['same', 'same'],
  ])('makes %j into %j', (before, after) => {
    const text = new Y.Doc().getText('content');
    text.insert(0, before);
    const deltas: { insert?: unknown }[][] = [];
    text.observe(({ delta }) => deltas.push(delta));
    replaceText(text, after);
    expect(text.toJSON()).toBe(after);
    expect(() => encodeURIComponent(inserted(deltas))).not.toThrow();
  });

  it('leaves what is the same untouched', () => {
    const text = new Y.Doc().getText('content');
    text.insert(0, 'one two three');
    const deltas: unknown[] = [];
    text.observe(({ delta }) => deltas.push(delta));
    replaceText(text, 'one 2 three');
    expect(deltas).toEqual([[{ retain: 4 }, { delete: 3 }, { insert: '2' }]]);
  });
});
