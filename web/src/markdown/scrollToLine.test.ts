import { expect, test } from 'vitest';
import { lastUpTo } from './scrollToLine';

test('among many lines the last that isn’t below the asked one is found', () => {
  const lines = [0, 2, 2, 5];
  const at = (line: number) => lastUpTo(line, lines.length, (index) => lines[index] ?? 0);
  expect([-1, 0, 1, 2, 4.5, 5, 99].map(at)).toEqual([-1, 0, 0, 2, 2, 3, 3]);
  expect(lastUpTo(0, 0, () => 0)).toBe(-1);
});
