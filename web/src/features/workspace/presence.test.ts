import { expect, test } from 'vitest';
import type { PresentPerson } from '../../api/types';
import { othersIn } from './presence';

const person = (userId: string, agent: string | null = null) =>
  ({ userId, name: userId, role: 'editor', sockets: 1, agent }) as PresentPerson;

test('somebody and their agent are one face, and one doesn’t see oneself', () => {
  expect(othersIn([person('ana'), person('ben'), person('ben', 'Claude'), person('carla')], 'ana')).toEqual([
    person('ben'),
    person('carla'),
  ]);
});

test('where nobody is there is no face', () => {
  expect(othersIn(undefined, 'ana')).toEqual([]);
});
