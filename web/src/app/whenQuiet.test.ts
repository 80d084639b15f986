import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { whenQuiet } from './whenQuiet';

let load: () => void = () => undefined;
let watching = false;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal(
    'PerformanceObserver',
    class {
      constructor(loaded: () => void) {
        load = loaded;
      }
      observe() {
        watching = true;
      }
      disconnect() {
        watching = false;
      }
    },
  );
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('it is quiet a second after the last thing was loaded, and nobody watches after that', async () => {
  let quiet = false;
  void whenQuiet().then(() => (quiet = true));
  await vi.advanceTimersByTimeAsync(900);
  load();
  await vi.advanceTimersByTimeAsync(900);
  load();
  await vi.advanceTimersByTimeAsync(999);
  expect([quiet, watching]).toEqual([false, true]);
  await vi.advanceTimersByTimeAsync(1);
  expect([quiet, watching]).toEqual([true, false]);
});
