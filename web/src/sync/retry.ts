const FIRST = 250;
const LONGEST = 10_000;

/** Milliseconds to wait before attempt n (from 0), half of it by chance so that clients don't return in step. */
export function retryDelay(attempt: number, chance: () => number): number {
  const longest = Math.min(LONGEST, FIRST * 2 ** Math.min(attempt, 10));
  return Math.round(longest / 2 + (longest / 2) * chance());
}

/** The server said that it restarts: come back at once, but not all in the same instant. */
export function restartDelay(chance: () => number): number {
  return Math.round(50 + 450 * chance());
}
