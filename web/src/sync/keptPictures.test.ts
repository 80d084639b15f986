import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetPictures, KeptPictures } from './keptPictures';

/** As browsers do: in the order in which they were put. */
function cachesOf(stores: Map<string, Map<string, Response>>) {
  return {
    open: (name: string) => {
      const store = stores.get(name) ?? new Map<string, Response>();
      stores.set(name, store);
      return Promise.resolve({
        match: (key: string) => Promise.resolve(store.get(key)?.clone()),
        put: (key: string, answer: Response) => Promise.resolve(void store.set(key, answer)),
        delete: (key: string) => Promise.resolve(store.delete(key)),
        keys: () => Promise.resolve([...store.keys()]),
      });
    },
    delete: (name: string) => Promise.resolve(stores.delete(name)),
  };
}

beforeEach(() => vi.stubGlobal('caches', cachesOf(new Map())));
afterEach(() => vi.unstubAllGlobals());

const picture = (size: number) => new Blob(['x'.repeat(size)], { type: 'image/png' });

test('a picture that was seen is here until its person signs out', async () => {
  const kept = new KeptPictures('ana');
  await kept.keep('one', picture(10));
  expect(await kept.find('one')).toMatchObject({ size: 10, type: 'image/png' });
  expect(await kept.find('two')).toBeNull();
  expect(await new KeptPictures('ben').find('one'), 'somebody else’s').toBeNull();
  await forgetPictures('ana');
  expect(await kept.find('one')).toBeNull();
});

test('there is room for so many, and those go first that were seen longest ago', async () => {
  const kept = new KeptPictures('ana', { largest: 50, most: 100 });
  await kept.keep('huge', picture(51));
  expect(await kept.find('huge')).toBeNull();
  await Promise.all([kept.keep('a', picture(40)), kept.keep('b', picture(40))]);
  await kept.keep('a', picture(40));
  await kept.keep('c', picture(40));
  expect(await kept.find('b')).toBeNull();
  expect(await kept.find('a')).not.toBeNull();
  expect(await kept.find('c')).not.toBeNull();
});

test('a browser that keeps nothing is asked in vain and harms nothing', async () => {
  vi.stubGlobal('caches', { open: () => Promise.reject(new DOMException('No.', 'SecurityError')) });
  const kept = new KeptPictures('ana');
  await kept.keep('one', picture(1));
  expect(await kept.find('one')).toBeNull();
});
