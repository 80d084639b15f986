import { expect, test } from 'vitest';
import type { Sent } from '../../editor/attachedMarkdown';
import { FilesUnderWay, withFile } from './filesUnderWay';

const PICTURE: Sent = { address: '/api/v1/attachments/a', isPicture: true };
const file = (name: string) => new File(['x'], name, { type: 'image/png' });

/** Files whose sending ends as the test says, and what has arrived of them. */
function sending() {
  const ends: { done: (sent: Sent) => void; failed: (error: unknown) => void; signal: AbortSignal }[] = [];
  const files = new FilesUnderWay(
    (_file, _progress, signal) => new Promise((done, failed) => ends.push({ done, failed, signal })),
  );
  const arrived: string[] = [];
  files.onArrived((markdown) => arrived.push(markdown));
  return { files, ends, arrived };
}

const settled = () => new Promise((done) => setTimeout(done));

test('a file is under way until it has arrived, and then named in Markdown', async () => {
  const { files, ends, arrived } = sending();
  files.add([file('map.png')]);
  expect(files.view()).toMatchObject([{ name: 'map.png', part: 0 }]);
  ends[0]?.done(PICTURE);
  await settled();
  expect(files.view()).toEqual([]);
  expect(arrived).toEqual(['![map.png](/api/v1/attachments/a)']);
});

test('what failed says why and can be tried again', async () => {
  const { files, ends, arrived } = sending();
  files.add([file('map.png')]);
  const error = new Error('no space');
  ends[0]?.failed(error);
  await settled();
  expect(files.view()).toMatchObject([{ name: 'map.png', error }]);
  files.retry(files.view()[0]?.id ?? 0);
  ends[1]?.done(PICTURE);
  await settled();
  expect(arrived).toHaveLength(1);
});

test('what was given up never arrives', async () => {
  const { files, ends, arrived } = sending();
  files.add([file('a.png'), file('b.png')]);
  files.close();
  expect(ends.map(({ signal }) => signal.aborted)).toEqual([true, true]);
  for (const end of ends) end.done(PICTURE);
  await settled();
  expect([files.view(), arrived]).toEqual([[], []]);
});

test.each([
  ['', 0, 'F'],
  ['Look:', 5, 'Look:\nF'],
  ['Look:\n', 6, 'Look:\nF'],
  ['ab', 1, 'a\nF\nb'],
])('a file stands on a line of its own in %j at %i', (text, at, expected) => {
  expect(withFile(text, at, 'F')).toBe(expected);
});
