import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { anchorAt, rangesOf } from '../../editor/commentAnchors';
import { LostPins } from './lostPins';

/** Two people with one text, of which the first can undo; and a comment on "two". */
function together() {
  const [ana, ben] = [new Y.Doc(), new Y.Doc()];
  ana.on('update', (update: Uint8Array) => Y.applyUpdate(ben, update));
  const text = ana.getText('content');
  text.insert(0, 'one two three');
  const undo = new Y.UndoManager(text, { captureTimeout: 0 });
  const threads = [{ id: 't', anchor: anchorAt(text, 4, 7) }];
  const pins = new LostPins();
  expect(pins.look(threads, text)).toEqual({ asks: false, returned: [] });
  return { text, theirs: ben.getText('content'), undo, threads, pins };
}

test('words that come back by an undo get anchors that others can follow', () => {
  const { text, theirs, undo, threads, pins } = together();
  text.delete(4, 4);
  expect(pins.look(threads, text)).toEqual({ asks: false, returned: [] });
  undo.undo();
  expect(text.toJSON()).toBe('one two three');
  expect(
    rangesOf(
      threads.map(({ anchor }) => anchor),
      theirs,
    ),
    'the old anchor leads nowhere there',
  ).toEqual([null]);
  const { asks, returned } = pins.look(threads, text);
  expect(asks).toBe(false);
  expect(returned.map(({ thread }) => thread)).toEqual(['t']);
  expect(returned.flatMap(({ anchor }) => rangesOf([anchor], theirs))).toEqual([{ from: 4, to: 7 }]);
  expect(pins.look(threads, text).returned, 'once').toEqual([]);
});

test('words that are pasted elsewhere are asked for, once', () => {
  const { text, threads, pins } = together();
  text.delete(4, 4);
  pins.look(threads, text);
  text.insert(text.length, ' two');
  expect(pins.look(threads, text)).toEqual({ asks: true, returned: [] });
  text.insert(0, '> ');
  expect(pins.look(threads, text).asks).toBe(false);
});

test('an anchor that the server found anew is nobody’s to send', () => {
  const { text, threads, pins } = together();
  text.delete(4, 4);
  pins.look(threads, text);
  text.insert(text.length, ' two');
  const found = [{ id: 't', anchor: anchorAt(text, text.length - 3, text.length) }];
  expect(pins.look(found, text)).toEqual({ asks: false, returned: [] });
  expect(threads).toHaveLength(1);
});
