import { expect, test } from 'vitest';
import { BlockIds } from './blockIds';

const blocks = (...keys: string[]) => keys.map((key, line) => ({ key, line, html: `<p>${key}</p>` }));

test('a block that stays keeps its number, and only what is new is sent', () => {
  const ids = new BlockIds();
  const before = ids.assign(blocks('a', 'b', 'c'));
  const after = ids.assign(blocks('a', 'x', 'c'));
  expect(after.blocks.map(({ id }) => id)).toEqual([before.blocks[0]?.id, 4, before.blocks[2]?.id]);
  expect(after.fresh).toEqual([{ id: 4, html: '<p>x</p>' }]);
});

test('equal blocks have numbers of their own', () => {
  const ids = new BlockIds();
  const [first, second] = ids.assign(blocks('a', 'a')).blocks;
  expect(first?.id).not.toBe(second?.id);
  expect(ids.assign(blocks('a', 'a', 'a')).fresh).toHaveLength(1);
});
