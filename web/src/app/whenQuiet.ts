/** So long nothing was loaded: what the page was opened for is there, or nothing will come. */
const PAUSE = 1_000;

/** Resolves once the page has loaded nothing for a while. What is still under way then, as a stream is, isn't waited for. */
export function whenQuiet(): Promise<void> {
  return new Promise((resolve) => {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const loads = new PerformanceObserver(() => waitAnew());
    const waitAnew = () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        loads.disconnect();
        resolve();
      }, PAUSE);
    };
    loads.observe({ type: 'resource' });
    waitAnew();
  });
}
