import { expect, test } from 'vitest';
import type { Suggestion } from '../../api/types';
import { fromOne, undecidedOf } from './fromOne';

const suggested = (id: string, author: string, more: Partial<Suggestion> = {}) =>
  ({
    id,
    author: { id: author, name: author, guest: false },
    via: null,
    status: 'open',
    hunks: [],
    ...more,
  }) as Suggestion;

test('who has made several has them together, their agents’ apart', () => {
  const via = { way: 'agent', agent: 'Claude' };
  const all = [
    suggested('1', 'ana'),
    suggested('2', 'ben'),
    suggested('3', 'ana', { via }),
    suggested('4', 'ana'),
    suggested('5', 'ben', { status: 'decided' }),
    suggested('6', 'ana', { via: { ...via } }),
  ];
  expect(fromOne(all).map((group) => group.map(({ id }) => id))).toEqual([
    ['1', '4'],
    ['3', '6'],
  ]);
});

test('only what nobody has decided counts', () => {
  const hunks = ['open', 'accepted', 'open'].map((status) => ({ status })) as Suggestion['hunks'];
  expect(undecidedOf([suggested('1', 'ana', { hunks }), suggested('2', 'ana')])).toBe(2);
});
