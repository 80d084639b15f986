import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { Place, Scribe } from './scribe';

function shownWith(content: string) {
  const doc = new Y.Doc();
  const text = doc.getText('content');
  text.insert(0, content);
  return { doc, text };
}

/** Somebody else, as their edits come in. */
function other(shown: { doc: Y.Doc }): Y.Text {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(shown.doc));
  doc.on('update', (update: Uint8Array) => Y.applyUpdate(shown.doc, update, 'remote'));
  return doc.getText('content');
}

test('pieces stand behind each other, whatever others write around them', () => {
  const shown = shownWith('Once. End.');
  const scribe = new Scribe(shown, new Place(shown, 5, 5));
  scribe.write(' One');
  other(shown).insert(0, 'Look: ');
  scribe.write(' two');
  expect(shown.text.toJSON()).toBe('Look: Once. One two End.');
});

test('at the beginning of a text it writes forwards as well', () => {
  const shown = shownWith('');
  const scribe = new Scribe(shown, new Place(shown, 0, 0));
  scribe.write('One');
  scribe.write(' two');
  expect(shown.text.toJSON()).toBe('One two');
});

test('all that it wrote is undone alone', () => {
  const shown = shownWith('The tent is red.');
  const mine = new Y.UndoManager(shown.text, { trackedOrigins: new Set(['me']) });
  shown.doc.transact(() => shown.text.insert(16, ' Mine.'), 'me');
  const scribe = new Scribe(shown, new Place(shown, 4, 8));
  scribe.replace('house');
  scribe.write(' of ours');
  other(shown).insert(0, '> ');
  expect(shown.text.toJSON()).toBe('> The house of ours is red. Mine.');
  scribe.undo();
  expect(shown.text.toJSON()).toBe('> The tent is red. Mine.');
  mine.undo();
  expect(shown.text.toJSON()).toBe('> The tent is red.');
});

test('a place is found again once what stood there is back', () => {
  const shown = shownWith('The tent is red.');
  const place = new Place(shown, 4, 8);
  const scribe = new Scribe(shown, place);
  scribe.replace('house');
  scribe.undo();
  new Scribe(shown, place).replace('boat');
  expect(shown.text.toJSON()).toBe('The boat is red.');
});

test('the undo of a person leaves it', () => {
  const shown = shownWith('');
  const mine = new Y.UndoManager(shown.text, { trackedOrigins: new Set(['me']), captureTimeout: Infinity });
  shown.doc.transact(() => shown.text.insert(0, 'Mine. '), 'me');
  new Scribe(shown, new Place(shown, 6, 6)).write('Its.');
  mine.undo();
  expect(shown.text.toJSON()).toBe('Its.');
});

test('a place is what it was about, not what is typed at its ends', () => {
  const shown = shownWith('The tent is red.');
  const place = new Place(shown, 4, 8);
  const theirs = other(shown);
  theirs.insert(8, '!');
  theirs.insert(4, 'big ');
  const { from, to } = place.range();
  expect(shown.text.toJSON().slice(from, to)).toBe('tent');
});

test('a place whose text is gone is where it was', () => {
  const shown = shownWith('The tent is red.');
  const place = new Place(shown, 4, 8);
  other(shown).delete(4, 4);
  expect(place.range()).toEqual({ from: 4, to: 4 });
});

test('what others typed within it since stays, and comes after the words', () => {
  const shown = shownWith('The tent is red.');
  const place = new Place(shown, 4, 11);
  const theirs = other(shown);
  theirs.insert(8, 's');
  theirs.insert(6, '(!)');
  theirs.delete(4, 1);
  const scribe = new Scribe(shown, place);
  expect(place.changes('boat was')).toEqual([
    { start: 4, end: 5, text: 'boat was' },
    { start: 8, end: 10, text: '' },
    { start: 11, end: 14, text: '' },
  ]);
  scribe.replace('boat was');
  expect(shown.text.toJSON()).toBe('The boat was(!)s red.');

  scribe.undo();
  expect(shown.text.toJSON()).toBe('The e(!)nts is red.');
  // Once more: what was put back is what it was about.
  new Scribe(shown, place).replace('boat was');
  expect(shown.text.toJSON()).toBe('The boat was(!)s red.');
});

test('where all of it is gone, words stand where it was', () => {
  const shown = shownWith('The tent is red.');
  const place = new Place(shown, 4, 8);
  other(shown).delete(4, 4);
  new Scribe(shown, place).replace('boat');
  expect(shown.text.toJSON()).toBe('The boat is red.');
});
