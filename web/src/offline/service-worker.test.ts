import { expect, test } from 'vitest';
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

/** Installs a version that consists of these files and lets it take over. */
async function deploy(cache: Cache, version: string, files: string[]): Promise<void> {
  const listeners = new Map<string, (event: { waitUntil: (work: Promise<void>) => void }) => void>();
  const self = { addEventListener: listeners.set.bind(listeners), location: { origin: ORIGIN } };
  const caches = { open: () => Promise.resolve(cache) };
  const fetch = (path: string) => Promise.resolve(new Response(path));
  const built = source
    .replace("'__VERSION__'", JSON.stringify(version))
    .replace("['__FILES__']", JSON.stringify(files));
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- It is a script, and runs nowhere else.
  new Function('self', 'caches', 'fetch', built)(self, caches, fetch);
  for (const name of ['install', 'activate'])
    await new Promise<void>((resolve, reject) => {
      listeners.get(name)?.({ waitUntil: (work) => void work.then(resolve, reject) });
    });
}

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
