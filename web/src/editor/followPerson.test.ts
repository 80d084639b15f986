import { afterEach, expect, test } from 'vitest';
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { Replica } from '../sync/replica';
import { followPerson } from './followPerson';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const settled = () => new Promise((done) => setTimeout(done));

function textOf(content: string): Replica {
  const replica = new Replica({ userId: 'me', documentId: 'd', epoch: 1 }, true, null);
  replica.text.insert(0, content);
  closing.push(() => replica.close());
  return replica;
}

/** A tab of somebody's. */
function tab(replica: Replica, id: string) {
  const theirs = new Awareness(new Y.Doc());
  closing.push(() => theirs.destroy());
  const tell = (cursor: object | null) => {
    theirs.setLocalState({ user: { id, name: id }, cursor });
    applyAwarenessUpdate(replica.awareness, encodeAwarenessUpdate(theirs, [theirs.clientID]), 'test');
  };
  return {
    standAt: (index: number) => {
      const place = Y.createRelativePositionFromTypeIndex(replica.text, index);
      tell({ anchor: place, head: place });
    },
    leaveText: () => tell(null),
  };
}

function following(replica: Replica, person: string): (number | null)[] {
  const places: (number | null)[] = [];
  closing.push(followPerson(replica, person, (place) => places.push(place)));
  return places;
}

test('a place is told at once, and again whenever the cursor or the text before it moves', async () => {
  const replica = textOf('one two three');
  const ben = tab(replica, 'ben');
  ben.standAt(4);
  const places = following(replica, 'ben');
  await settled();
  ben.standAt(8);
  await settled();
  replica.text.insert(0, '>> ');
  await settled();
  ben.leaveText();
  await settled();
  expect(places).toEqual([4, 8, 11, null]);
});

test('others lead nowhere', async () => {
  const replica = textOf('one two three');
  const places = following(replica, 'ben');
  tab(replica, 'cy').standAt(3);
  await settled();
  expect(places.every((place) => place === null)).toBe(true);
});

test('of two tabs the one that moved last is followed', async () => {
  const replica = textOf('one two three');
  const [first, second] = [tab(replica, 'ben'), tab(replica, 'ben')];
  first.standAt(1);
  second.standAt(2);
  const places = following(replica, 'ben');
  first.standAt(5);
  await settled();
  second.standAt(9);
  await settled();
  first.standAt(6);
  await settled();
  expect(places.slice(-3)).toEqual([5, 9, 6]);
});

test('nothing is told after the end', async () => {
  const replica = textOf('one two three');
  const ben = tab(replica, 'ben');
  const places: unknown[] = [];
  const end = followPerson(replica, 'ben', (place) => places.push(place));
  ben.standAt(3);
  end();
  await settled();
  expect(places).toEqual([]);
});
