import { expect, test, vi } from 'vitest';
import source from './service-worker.js?raw';

const ORIGIN = 'https://mdreader.example';

/** As much of a browser's cache as the worker uses; in the order in which things were put there, as browsers keep it. */
class Cache {
  readonly kept = new Map<string, Response>();

  keys = () => Promise.resolve([...this.kept.keys()].map((path) => ({ url: ORIGIN + path })));
  match = (path: string) => Promise.resolve(this.kept.get(path)?.clone());
  delete = (path: string) => Promise.resolve(this.kept.delete(path));
  put = (path: string, answer: Response) => {
    this.kept.delete(path);
    this.kept.set(path, answer);
    return Promise.resolve();
  };
}

interface Asked {
  request: { method: string; mode: string; url: string };
  respondWith: (answer: Promise<Response>) => void;
}
type Fetch = (asked: string | Asked['request']) => Promise<Response>;

/**
 * Installs a version that consists of these files and lets it take over.
 *
 * @returns what asks it for a page from then on.
 */
async function deploy(
  cache: Cache,
  version: string,
  files: string[],
  network: Fetch = (path) => Promise.resolve(new Response(typeof path === 'string' ? path : path.url)),
): Promise<(path: string) => Promise<Response>> {
  const listeners = new Map<string, (event: { waitUntil: (work: Promise<void>) => void } & Asked) => void>();
  const self = { addEventListener: listeners.set.bind(listeners), location: { origin: ORIGIN } };
  const caches = { open: () => Promise.resolve(cache) };
  const built = source
    .replace("'__VERSION__'", JSON.stringify(version))
    .replace("['__FILES__']", JSON.stringify(files));
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- It is a script, and runs nowhere else.
  new Function('self', 'caches', 'fetch', built)(self, caches, network);
  for (const name of ['install', 'activate'])
    await new Promise<void>((resolve, reject) => {
      listeners.get(name)?.({ ...NOTHING, waitUntil: (work) => void work.then(resolve, reject) });
    });
  return (path) =>
    new Promise((resolve, reject) => {
      const request = { method: 'GET', mode: 'navigate', url: ORIGIN + path };
      const respondWith = (answer: Promise<Response>) => void answer.then(resolve, reject);
      listeners.get('fetch')?.({ request, respondWith, waitUntil: () => undefined });
    });
}

const NOTHING: Asked = { request: { method: '', mode: '', url: '' }, respondWith: () => undefined };

test('a tab that is still open with the version before finds its files, and no older one’s are kept', async () => {
  const cache = new Cache();
  await deploy(cache, 'one', ['/assets/a1.js', '/assets/same.js']);
  await deploy(cache, 'two', ['/assets/a2.js', '/assets/same.js']);
  expect([...cache.kept.keys()]).toEqual(expect.arrayContaining(['/assets/a1.js', '/assets/a2.js', '/assets/same.js']));
  await deploy(cache, 'three', ['/assets/a3.js', '/assets/same.js']);
  expect([...cache.kept.keys()].sort()).toEqual([
    '/?files=three',
    '/?files=two',
    '/?shell=three',
    '/assets/a2.js',
    '/assets/a3.js',
    '/assets/same.js',
  ]);
});

test('a page comes from the network, and where that says nothing from the device', async () => {
  vi.useFakeTimers();
  try {
    let answer: 'page' | 'failure' | null = 'page';
    const network: Fetch = (asked) => {
      if (typeof asked === 'string') return Promise.resolve(new Response(`kept ${asked}`));
      if (answer === 'page') return Promise.resolve(new Response('from the network'));
      return answer === 'failure' ? Promise.reject(new TypeError('offline')) : new Promise(() => undefined);
    };
    const cache = new Cache();
    const ask = await deploy(cache, 'one', [], network);
    expect(await (await ask('/d/1')).text()).toBe('from the network');
    answer = 'failure';
    expect(await (await ask('/d/1')).text()).toBe('kept /');
    answer = null;
    const waiting = ask('/d/1');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await (await waiting).text()).toBe('kept /');
  } finally {
    vi.useRealTimers();
  }
});
