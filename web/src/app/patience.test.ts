import { expect, test } from 'vitest';
import { Problem } from '../api/problem';
import { mayPass } from './patience';

test('silence, haste and faults of the server say nothing about what was asked for', () => {
  for (const status of [0, 429, 500, 502, 503, 504])
    expect(mayPass(new Problem(status, '', '')), `${status}`).toBe(true);
});

test('a no is a no', () => {
  for (const status of [400, 401, 403, 404, 410]) expect(mayPass(new Problem(status, '', '')), `${status}`).toBe(false);
  expect(mayPass(new TypeError())).toBe(false);
});
