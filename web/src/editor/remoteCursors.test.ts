import { EditorState } from '@codemirror/state';
import { afterEach, expect, test } from 'vitest';
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { Replica } from '../sync/replica';
import { readCursors } from './remoteCursors';

const open: { close: () => void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

function replicaWith(content: string): Replica {
  const replica = new Replica({ userId: 'me', documentId: 'd', epoch: 1 }, true, null);
  replica.text.insert(0, content);
  open.push(replica);
  return replica;
}

function receive(replica: Replica, state: Record<string, unknown>): void {
  const theirs = new Awareness(new Y.Doc());
  theirs.setLocalState(state);
  applyAwarenessUpdate(replica.awareness, encodeAwarenessUpdate(theirs, [theirs.clientID]), 'test');
  open.push({ close: () => theirs.destroy() });
}

test('a cursor is where its relative position is, also after the text has changed', () => {
  const replica = replicaWith('Hello world');
  const at = (index: number) => Y.createRelativePositionFromTypeIndex(replica.text, index);
  receive(replica, { user: { id: 'b', name: 'Ben' }, cursor: { anchor: at(6), head: at(11) } });
  replica.text.insert(0, '>> ');
  expect(readCursors(replica)).toMatchObject([{ name: 'Ben', anchor: 9, head: 14 }]);
});

test.each([
  ['nothing', {}],
  ['no user', { cursor: { anchor: {}, head: {} } }],
  ['no position', { user: { id: 'b', name: 'Ben' }, cursor: { anchor: 3, head: null } }],
  ['nonsense', { user: { id: 'b', name: 'Ben' }, cursor: { anchor: { item: 'x' }, head: { tname: 7 } } }],
  [
    'another text',
    { user: { id: 'b', name: 'Ben' }, cursor: { anchor: { tname: 'other' }, head: { tname: 'other' } } },
  ],
])('a state with %s shows no cursor', (_what, state) => {
  const replica = replicaWith('Hello');
  receive(replica, state);
  expect(readCursors(replica)).toEqual([]);
});

test('an assistant at work has a cursor of its own, one’s own assistant as well', () => {
  const replica = replicaWith('Hello world');
  const at = (index: number) => Y.createRelativePositionFromTypeIndex(replica.text, index);
  const cursor = (index: number) => ({ anchor: at(index), head: at(index) });
  receive(replica, { user: { id: 'b', name: 'Ben' }, cursor: cursor(2), assistant: { cursor: cursor(5) } });
  replica.awareness.setLocalState({
    user: { id: 'me', name: 'Me' },
    cursor: cursor(0),
    assistant: { cursor: cursor(11) },
  });
  const found = readCursors(replica).map(({ name, isAssistant, head }) => [name, isAssistant, head]);
  expect(found.sort()).toEqual([
    ['Ben', false, 2],
    ['Ben', true, 5],
    ['Me', true, 11],
  ]);
});

test('the cursor of an agent is its own and not its person’s, even where that is oneself', () => {
  const replica = replicaWith('Hello');
  const at = Y.createRelativePositionFromTypeIndex(replica.text, 5, -1);
  receive(replica, { user: { id: 'me', name: 'Me', agent: 'Scribe' }, cursor: { anchor: at, head: at } });
  expect(readCursors(replica)).toMatchObject([{ user: 'me', isAssistant: true, agent: 'Scribe', head: 5 }]);
});

test('offsets count UTF-16 units, as the editor does', () => {
  const text = 'a🙂b';
  expect(EditorState.create({ doc: text }).doc.length).toBe(4);
  const replica = replicaWith(text);
  receive(replica, {
    user: { id: 'b', name: 'Ben' },
    cursor: {
      anchor: Y.createRelativePositionFromTypeIndex(replica.text, 3),
      head: Y.createRelativePositionFromTypeIndex(replica.text, 4),
    },
  });
  expect(readCursors(replica)).toMatchObject([{ anchor: 3, head: 4 }]);
});
