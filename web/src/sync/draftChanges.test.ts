import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { changesOf, inDocument, partsOf } from './draftChanges';

/** A document and a draft of it that takes in what the others write. */
function fork(content: string) {
  const document = new Y.Doc();
  const draft = new Y.Doc({ gc: false });
  document.on('update', (update: Uint8Array) => Y.applyUpdate(draft, update));
  const [theirs, mine] = [document.getText('content'), draft.getText('content')];
  theirs.insert(0, content);
  return { document, theirs, mine, parts: () => partsOf(mine, document) };
}

test('what is typed and deleted is told apart, with where it stands in both texts', () => {
  const { mine, parts } = fork('The quick fox');
  mine.delete(4, 5);
  mine.insert(4, 'slow');
  mine.insert(mine.length, '!');
  expect(parts()).toEqual([
    { kind: 'removed', at: 4, base: 4, text: 'quick' },
    { kind: 'added', at: 4, base: 9, text: 'slow' },
    { kind: 'added', at: 12, base: 13, text: '!' },
  ]);
  expect(changesOf(parts())).toEqual([
    { start: 4, end: 9, text: 'slow' },
    { start: 13, end: 13, text: '!' },
  ]);
});

test('what others write or delete meanwhile is no change of the draft', () => {
  const { theirs, mine, parts } = fork('one two three');
  mine.delete(4, 4);
  theirs.insert(0, 'zero ');
  theirs.delete(9, 2);
  expect(mine.toJSON()).toBe('zero one three');
  expect(parts()).toEqual([{ kind: 'removed', at: 9, base: 9, text: 'o ' }]);
});

test('what was typed and taken back is nothing', () => {
  const { mine, parts } = fork('abc');
  mine.insert(1, 'xyz');
  mine.delete(1, 3);
  expect(parts()).toEqual([]);
});

test('a place of the draft has its place in the document', () => {
  const { mine, parts } = fork('The quick fox');
  mine.delete(4, 5);
  mine.insert(4, 'slow');
  const at = (word: string) => inDocument(parts(), mine.toJSON().indexOf(word));
  expect([at('The'), at('slow'), at('fox')]).toEqual([0, 9, 10]);
});

test('applied to the document, the changes make the draft, after any edits of both (seeds 1 to 200)', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const next = random(seed);
    const { theirs, mine, parts } = fork('The quick brown fox jumps over the lazy dog.');
    for (let n = 0; n < 30; n++) {
      const text = next(2) === 0 ? theirs : mine;
      const at = next(text.length + 1);
      if (next(3) === 0 && at < text.length) text.delete(at, 1 + next(Math.min(6, text.length - at)));
      else text.insert(at, 'abc '.slice(0, 1 + next(4)));
    }
    const changed = changesOf(parts()).reduceRight(
      (text, { start, end, text: piece }) => text.slice(0, start) + piece + text.slice(end),
      theirs.toJSON(),
    );
    expect(changed, `seed ${seed}`).toBe(mine.toJSON());
  }
});

function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
