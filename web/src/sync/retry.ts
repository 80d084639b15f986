const FIRST = 250;
const LONGEST = 10_000;

/** Milliseconds to wait before attempt n (from 0). */
export type Delay = (attempt: number, chance: () => number) => number;

export const atOnce: Delay = () => 0;

/** Longer and longer, half of it by chance so that clients don't return in step. */
export function retryDelay(attempt: number, chance: () => number): number {
  const longest = Math.min(LONGEST, FIRST * 2 ** Math.min(attempt, 10));
  return Math.round(longest / 2 + (longest / 2) * chance());
}

/**
 * The server said that it restarts: come back at once, but not all in the same instant. One that says so again and again
 * has other troubles, as with a database that doesn't answer, and is given time.
 */
export function restartDelay(attempt: number, chance: () => number): number {
  return attempt === 0 ? Math.round(50 + 450 * chance()) : retryDelay(attempt, chance);
}
