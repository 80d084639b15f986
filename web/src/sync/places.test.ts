import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { seeded } from '../testKit/seeded';
import { placesOf } from './places';

const alone = (position: Y.RelativePosition, text: Y.Text): number | null => {
  const { doc } = text;
  const found = doc === null ? null : Y.createAbsolutePositionFromRelativePosition(position, doc);
  return found?.type === text ? found.index : null;
};

test.each([1, 2, 3])('many places are found as Yjs finds each, through edits and undo (seed %i)', (seed) => {
  const random = seeded(seed);
  const below = (most: number) => Math.floor(random() * most);
  const docs = [new Y.Doc(), new Y.Doc()].map((doc) => ({ doc, text: doc.getText('content') }));
  const undos = docs.map(({ text }) => new Y.UndoManager(text, { captureTimeout: 0 }));
  const positions: Y.RelativePosition[] = [];
  for (let round = 0; round < 300; round++) {
    const one = docs[round % 2];
    const undo = undos[round % 2];
    if (one === undefined || undo === undefined) throw new Error('There are two.');
    const { text } = one;
    const length = text.length;
    const what = random();
    if (what < 0.5 || length < 5) text.insert(below(length + 1), 'word '.slice(0, 1 + below(5)));
    else if (what < 0.75) text.delete(below(length - 3), 1 + below(3));
    else if (what < 0.9) undo.undo();
    else undo.redo();
    positions.push(Y.createRelativePositionFromTypeIndex(text, below(text.length + 1), random() < 0.5 ? 0 : -1));
    for (const other of docs) if (other !== one) Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(one.doc));
  }
  for (const { text } of docs) {
    const found = placesOf(positions, text);
    expect(found).toEqual(positions.map((position) => alone(position, text)));
    expect(new Set(found).size).toBeGreaterThan(20);
  }
});

test('what isn’t in the text has no place in it', () => {
  const doc = new Y.Doc();
  const text = doc.getText('content');
  text.insert(0, 'words');
  const other = doc.getText('other');
  other.insert(0, 'elsewhere');
  const unknown = Y.createRelativePositionFromJSON({ item: { client: 7, clock: 3 } });
  const odd = Y.createRelativePositionFromJSON({ item: 'x' });
  const elsewhere = Y.createRelativePositionFromTypeIndex(other, 2);
  const end = Y.createRelativePositionFromTypeIndex(text, 5);
  expect(placesOf([unknown, odd, elsewhere, null, end], text)).toEqual([null, null, null, null, 5]);
});

test('a hundred places in a text with a long history take one walk over it', () => {
  const doc = new Y.Doc();
  const text = doc.getText('content');
  for (let n = 0; n < 20_000; n++) text.insert(n % 2 === 0 ? 0 : text.length, 'ab');
  const positions = Array.from({ length: 100 }, (_, n) => Y.createRelativePositionFromTypeIndex(text, n * 399));
  let steps = 0;
  for (let item = text._start; item !== null; item = item.right) {
    const { right } = item;
    Object.defineProperty(item, 'right', {
      configurable: true,
      get: () => {
        steps += 1;
        return right;
      },
    });
  }
  steps = 0;
  expect(placesOf(positions, text)).toEqual(positions.map((_, n) => n * 399));
  expect(steps).toBeLessThanOrEqual(20_000);
});
