import { expect, test } from 'vitest';
import { BlockIds } from './blockIds';

const blocks = (...keys: string[]) => keys.map((key, line) => ({ key, line, html: `<p>${key}</p>` }));

test('a block that stays keeps its number, and only what is new is sent', () => {
  const ids = new BlockIds();
  expect(ids.assign(blocks('a', 'b', 'c'))).toMatchObject({ from: 0, removed: 0, ids: [1, 2, 3] });
  const after = ids.assign(blocks('a', 'x', 'c'));
  expect(after).toMatchObject({ from: 1, removed: 1, ids: [4], fresh: [{ id: 4, html: '<p>x</p>' }] });
});

test('what moves is placed anew with the number that it had', () => {
  const ids = new BlockIds();
  ids.assign(blocks('a', 'b', 'c', 'd'));
  expect(ids.assign(blocks('a', 'c', 'b', 'd'))).toMatchObject({ from: 1, removed: 2, ids: [3, 2], fresh: [] });
});

test('equal blocks have numbers of their own', () => {
  const ids = new BlockIds();
  expect(ids.assign(blocks('a', 'a')).ids).toEqual([1, 2]);
  expect(ids.assign(blocks('a', 'a', 'a'))).toMatchObject({ from: 2, removed: 0, ids: [3] });
  expect(ids.assign(blocks('a'))).toMatchObject({ from: 1, removed: 2, ids: [], fresh: [] });
});

test('each answer says where every block begins now', () => {
  const ids = new BlockIds();
  ids.assign(blocks('a', 'b'));
  expect([...ids.assign(blocks('x', 'a', 'b')).lines]).toEqual([0, 1, 2]);
});

test('a block that became another with the same source is sent anew: what it names is elsewhere in the text', () => {
  const ids = new BlockIds();
  ids.assign([{ key: 'Said[^a]', line: 0, html: 'Said[^a]' }]);
  const after = ids.assign([{ key: 'Said[^a]', line: 0, html: 'Said<sup>1</sup>' }]);
  expect(after.fresh).toEqual([{ id: 2, html: 'Said<sup>1</sup>' }]);
});
