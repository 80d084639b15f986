import { expect, test } from 'vitest';
import { placesSeen, rowsWithin } from './useRowsInSight';

test('what is in sight is there with a margin above and below', () => {
  for (let top = 0; top < 4_000; top += 7) {
    const { from, to } = rowsWithin(top, 600, 32);
    expect(from * 32).toBeLessThanOrEqual(Math.max(0, top - 320));
    expect(to * 32).toBeGreaterThanOrEqual(top + 600 + 320);
    expect(to - from).toBeLessThan(60);
  }
});

test('scrolling a little changes nothing', () => {
  expect(rowsWithin(330, 600, 32)).toEqual(rowsWithin(350, 600, 32));
  expect(rowsWithin(330, 600, 32)).not.toEqual(rowsWithin(700, 600, 32));
});

test('the row that the keys are at is there wherever the rest is', () => {
  const inSight = { from: 20, to: 24, height: 32 };
  expect(placesSeen(inSight, 100, 22)).toEqual([20, 21, 22, 23]);
  expect(placesSeen(inSight, 100, 3)).toEqual([3, 20, 21, 22, 23]);
  expect(placesSeen(inSight, 100, 90)).toEqual([20, 21, 22, 23, 90]);
  expect(placesSeen(inSight, 22, 0)).toEqual([0, 20, 21]);
  expect(placesSeen(inSight, 0, 0)).toEqual([]);
});
