import { expect, test } from 'vitest';
import { restartDelay, retryDelay } from './retry';

test('waiting doubles up to ten seconds', () => {
  const longest = Array.from({ length: 9 }, (_, attempt) => retryDelay(attempt, () => 1));
  expect(longest).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000]);
});

test('chance takes away up to half of it', () => {
  expect(retryDelay(6, () => 0)).toBe(5_000);
  expect(retryDelay(1_000_000, () => 0.5)).toBe(7_500);
});

test('after a restart clients come back within half a second', () => {
  expect(restartDelay(0, () => 0)).toBe(50);
  expect(restartDelay(0, () => 1)).toBe(500);
});

test('after restarts in a row they wait as after any other failure', () => {
  const longest = Array.from({ length: 7 }, (_, attempt) => restartDelay(attempt + 1, () => 1));
  expect(longest).toEqual([500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  expect(restartDelay(6, () => 0)).toBe(5_000);
});
