import { expect, test } from 'vitest';
import { everyItem } from './pages';

const LETTERS = 'a b c d e f g'.split(' ');

/** Three at a time, whatever is asked for. */
function read({ cursor }: { cursor?: string }) {
  const start = cursor === undefined ? 0 : LETTERS.indexOf(cursor) + 1;
  const items = LETTERS.slice(start, start + 3);
  const last = items.at(-1);
  return Promise.resolve({ items, nextCursor: last === LETTERS.at(-1) ? null : (last ?? null) });
}

test('a list is read to its end, in its order', async () => {
  expect(await everyItem(read)).toEqual(LETTERS);
});

test('an empty list is asked for once', async () => {
  let asked = 0;
  const nothing = () => {
    asked += 1;
    return Promise.resolve({ items: [], nextCursor: null });
  };
  expect(await everyItem(nothing)).toEqual([]);
  expect(asked).toBe(1);
});
