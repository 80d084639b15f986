/** Where the browser doesn't say when it has nothing to do. */
const BREATH = 100;
const SLICE = 5;

export interface Waiting {
  cancel: () => void;
}

/**
 * Calls once nothing else is to be done.
 *
 * @param run is told until when, by the clock of `performance.now`, nobody is kept waiting.
 */
export function whenIdle(run: (until: number) => void): Waiting {
  if (typeof requestIdleCallback === 'function') {
    const id = requestIdleCallback((deadline) => run(performance.now() + deadline.timeRemaining()));
    return { cancel: () => cancelIdleCallback(id) };
  }
  const id = setTimeout(() => run(performance.now() + SLICE), BREATH);
  return { cancel: () => clearTimeout(id) };
}
