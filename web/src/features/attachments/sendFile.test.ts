import { afterEach, expect, test, vi } from 'vitest';
import { isProblem } from '../../api/problem';
import { sendFile } from './sendFile';

const ID = '0197a2b4-0000-7000-8000-000000000001';
const SHA256_OF_ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

afterEach(() => void vi.unstubAllGlobals());

interface Sending {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: unknown;
}

/** A server that answers an announcement with these terms, and a store that answers the bytes with this status. */
function server(upload: object, store: { status: number; text?: string } = { status: 204 }) {
  const asked: { path: string; body: unknown }[] = [];
  const sent: Sending[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    const path = new URL(request.url).pathname;
    const text = await request.text();
    asked.push({ path, body: text === '' ? null : JSON.parse(text) });
    const entry = { id: ID, isPicture: true };
    return new Response(JSON.stringify(path.endsWith('/complete') ? entry : { ...entry, upload }), {
      headers: { 'Content-Type': 'application/json' },
    });
  });
  class Store extends EventTarget {
    readonly upload = new EventTarget();
    readonly #headers: Record<string, string> = {};
    #to = { method: '', url: '' };
    status = 0;
    responseText = store.text ?? '';
    open(method: string, url: string) {
      this.#to = { method, url };
    }
    setRequestHeader(name: string, value: string) {
      this.#headers[name] = value;
    }
    send(body: unknown) {
      sent.push({ ...this.#to, headers: this.#headers, body });
      this.status = store.status;
      queueMicrotask(() => this.dispatchEvent(new Event(store.status === 0 ? 'error' : 'load')));
    }
    abort() {
      this.dispatchEvent(new Event('abort'));
    }
  }
  vi.stubGlobal('XMLHttpRequest', Store);
  return { asked, sent };
}

const send = (file: File, signal = new AbortController().signal) => sendFile('doc', file, () => undefined, signal);
const abc = new File(['abc'], 'a/b.png', { type: 'image/png; q=1' });

test('a file is announced with its digest, put where the answer says, and looked at', async () => {
  const url = 'https://store.example/x';
  const { asked, sent } = server({ url, method: 'PUT', headers: { 'Content-Type': 'image/png' } });
  expect(await send(abc)).toEqual({ address: `/api/v1/attachments/${ID}`, isPicture: true });
  expect(asked).toEqual([
    {
      path: '/api/v1/documents/doc/attachments',
      body: { fileName: 'a_b.png', contentType: 'image/png', size: 3, sha256: SHA256_OF_ABC },
    },
    { path: `/api/v1/attachments/${ID}/complete`, body: null },
  ]);
  expect(sent).toEqual([{ method: 'PUT', url, headers: { 'Content-Type': 'image/png' }, body: abc }]);
});

test('where a form is asked for, its fields come before the file', async () => {
  const { sent } = server({ url: 'https://store.example/', method: 'POST', fields: { key: 'k', policy: 'p' } });
  await send(abc);
  expect([...(sent[0]?.body as FormData).keys()]).toEqual(['key', 'policy', 'file']);
});

test.each([
  [{ status: 0 }, { slug: 'unreachable' }],
  [
    { status: 403, text: '<Error/>' },
    { status: 403, message: 'The server answered 403.' },
  ],
  [{ status: 422, text: '{"type":"https://mdreader.dev/problems/upload-mismatch"}' }, { slug: 'upload-mismatch' }],
])('bytes that the store doesn’t take are never completed: %j', async (store, problem) => {
  const { asked } = server({ url: 'https://store.example/', method: 'PUT' }, store);
  const error: unknown = await send(abc).catch((refused: unknown) => refused);
  expect(isProblem(error)).toBe(true);
  expect(error).toMatchObject(problem);
  expect(asked).toHaveLength(1);
});

test('an empty file is refused before anything is asked', async () => {
  const { asked } = server({});
  await expect(send(new File([], 'empty.png'))).rejects.toMatchObject({ slug: 'empty' });
  expect(asked).toEqual([]);
});
