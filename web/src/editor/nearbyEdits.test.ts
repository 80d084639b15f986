import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { yCollab } from 'y-codemirror.next';
import * as Y from 'yjs';
import { nearbyEdits, type NearbyEdit } from './nearbyEdits';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const LINES = Array.from({ length: 30 }, (_, index) => `line ${index + 1}`).join('\n');

function open() {
  const mine = new Y.Doc();
  const theirs = new Y.Doc();
  theirs.getText('content').insert(0, LINES);
  Y.applyUpdate(mine, Y.encodeStateAsUpdate(theirs));
  theirs.on('update', (update: Uint8Array) => Y.applyUpdate(mine, update));
  const told: NearbyEdit[][] = [];
  const view = new EditorView({
    state: EditorState.create({
      doc: mine.getText('content').toJSON(),
      extensions: [yCollab(mine.getText('content'), null), nearbyEdits((edits) => told.push(edits), 5_000)],
    }),
  });
  return { view, told, theirs: theirs.getText('content') };
}

test('what others change near the cursor is told once for all that comes within a pause', () => {
  const { theirs, told } = open();
  theirs.insert(0, 'new ');
  theirs.insert(LINES.indexOf('line 3') + 4, 'third ');
  expect(told).toEqual([]);
  vi.advanceTimersByTime(5_000);
  expect(told).toEqual([
    [
      { line: 1, text: 'new line 1' },
      { line: 3, text: 'third line 3' },
    ],
  ]);
});

test('what is far away, and what is typed here, is not told', () => {
  const { view, theirs, told } = open();
  theirs.insert(theirs.length, ' end');
  view.dispatch({ changes: { from: 0, insert: 'mine ' } });
  vi.advanceTimersByTime(20_000);
  expect(told).toEqual([]);
});
