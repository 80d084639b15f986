import { beforeEach, expect, test } from 'vitest';
import { changedSinceLook, forgetLooks, looksOf, noteLook, subscribeLooks } from './looks';

const at = (seconds: number) => new Date(seconds * 1000).toISOString();

beforeEach(() => {
  forgetLooks('ana');
  forgetLooks('ben');
});

test('what was written after the last look is news, and one’s own last word is not', () => {
  noteLook('ana', 'plan', 100_000);
  const looks = looksOf('ana');
  expect(changedSinceLook(looks, { id: 'plan', updatedAt: at(99) })).toBe(false);
  expect(changedSinceLook(looks, { id: 'plan', updatedAt: at(102) })).toBe(false);
  expect(changedSinceLook(looks, { id: 'plan', updatedAt: at(110) })).toBe(true);
});

test('of what was never looked at here nothing is said', () => {
  expect(changedSinceLook(looksOf('ana'), { id: 'plan', updatedAt: at(110) })).toBe(false);
});

test('each person has their own, and signing out takes them along', () => {
  noteLook('ana', 'plan', 1);
  expect(looksOf('ben')).toEqual({});
  expect(looksOf('ana')).toEqual({ plan: 1 });
  forgetLooks('ana');
  expect(looksOf('ana')).toEqual({});
});

test('the oldest go when there are very many', () => {
  for (let number = 1; number <= 501; number += 1) noteLook('ana', `document ${number}`, number);
  expect(Object.keys(looksOf('ana'))).toHaveLength(500);
  expect(looksOf('ana')['document 1']).toBeUndefined();
});

test('who listens hears of a look, until they stop', () => {
  let heard = 0;
  const stop = subscribeLooks(() => (heard += 1));
  noteLook('ana', 'plan', 1);
  stop();
  noteLook('ana', 'plan', 2);
  expect(heard).toBe(1);
});
