import { expect, test } from 'vitest';
import { seeded } from '../../testKit/seeded';
import { aligned } from './aligned';

test('what stayed is as much as it can be, and what went stands before what came', () => {
  expect(aligned(['a', 'b', 'c', 'd'], ['a', 'x', 'c', 'y', 'd'])).toEqual([
    { kind: 'same', before: 0, after: 0 },
    { kind: 'removed', before: 1 },
    { kind: 'added', after: 1 },
    { kind: 'same', before: 2, after: 2 },
    { kind: 'added', after: 3 },
    { kind: 'same', before: 3, after: 4 },
  ]);
});

test('of any two, the steps lead from the one to the other', () => {
  const seed = 11;
  const chance = seeded(seed);
  const some = () => Array.from({ length: Math.floor(chance() * 12) }, () => 'abc'[Math.floor(chance() * 3)] ?? '');
  for (let n = 0; n < 500; n++) {
    const [before, after] = [some(), some()];
    const steps = aligned(before, after);
    const old = steps.flatMap((step) => (step.kind === 'added' ? [] : [before[step.before]]));
    const now = steps.flatMap((step) => (step.kind === 'removed' ? [] : [after[step.after]]));
    expect([old, now], `seed ${seed}, ${n}`).toEqual([before, after]);
    for (const step of steps) if (step.kind === 'same') expect(before[step.before]).toBe(after[step.after]);
  }
});

test('what is too long to be compared counts as replaced', () => {
  const before = Array.from({ length: 3_000 }, (_, index) => `${index % 2 === 0 ? 'old' : ''}${index}`);
  const after = Array.from({ length: 3_000 }, (_, index) => `${index % 2 === 0 ? 'new' : ''}${index}`);
  const kinds = new Set(aligned(before, after).map(({ kind }) => kind));
  // The last is the same in both.
  expect(kinds).toEqual(new Set(['removed', 'added', 'same']));
  expect(aligned(before, after).filter(({ kind }) => kind === 'same')).toHaveLength(1);
});
