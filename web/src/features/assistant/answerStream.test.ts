// @vitest-environment node
import { expect, test } from 'vitest';
import { piecesOf } from './answerStream';

function stream(...parts: (string | Uint8Array)[]): ReadableStream<Uint8Array> {
  const bytes = parts.map((part) => (typeof part === 'string' ? new TextEncoder().encode(part) : part));
  return new ReadableStream({
    pull(controller) {
      const next = bytes.shift();
      if (next === undefined) controller.close();
      else controller.enqueue(next);
    },
  });
}

const piece = (content: string) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`;
const DONE = 'data: [DONE]\n\n';

async function read(from: ReadableStream<Uint8Array>): Promise<string[]> {
  const pieces: string[] = [];
  for await (const one of piecesOf(from)) pieces.push(one);
  return pieces;
}

test('pieces come out as they were said', async () => {
  expect(await read(stream(piece('One '), piece('two\n\nthree'), DONE))).toEqual(['One ', 'two\n\nthree']);
});

test('an event may be cut anywhere, also within a character', async () => {
  const bytes = new TextEncoder().encode(piece('Grüße 😀') + DONE);
  for (let cut = 1; cut < bytes.length; cut++)
    expect(await read(stream(bytes.slice(0, cut), bytes.slice(cut)))).toEqual(['Grüße 😀']);
});

test('what says nothing is passed over', async () => {
  const silent = [': hello\n\n', 'data: {"choices":[]}\n\n', 'data: {"choices":[{"delta":{"role":"assistant"}}]}\n\n'];
  expect(await read(stream(...silent, piece('x'), DONE))).toEqual(['x']);
});

test('a failure on the way is a problem of its own kind', async () => {
  const failure = 'data: {"error":{"message":"Too slow.","type":"…","code":"assistant-slow"}}\n\n';
  await expect(read(stream(piece('x'), failure))).rejects.toMatchObject({
    slug: 'assistant-slow',
    message: 'Too slow.',
  });
});

test('an answer that doesn’t say it is done was cut off', async () => {
  await expect(read(stream(piece('x')))).rejects.toMatchObject({ slug: 'assistant-failed' });
});

test('whoever stops listening ends the stream', async () => {
  let cancelled = false;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new TextEncoder().encode(piece('more '))),
    cancel: () => {
      cancelled = true;
    },
  });
  for await (const one of piecesOf(endless)) if (one !== '') break;
  expect(cancelled).toBe(true);
});
