import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { DeviceFile } from './deviceFiles';
import { LocalFile, type FileLink } from './localFile';
import { Replica } from './replica';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A file that only this test can see. */
class Disk {
  text: string;
  readonly handle: DeviceFile;

  constructor(text: string) {
    this.text = text;
    const written = (content: string) => {
      this.text = content;
      return Promise.resolve();
    };
    this.handle = {
      kind: 'file',
      name: 'one.md',
      queryPermission: () => Promise.resolve('granted'),
      getFile: () =>
        Promise.resolve({ arrayBuffer: () => Promise.resolve(new TextEncoder().encode(this.text).buffer) }),
      createWritable: () => Promise.resolve({ write: written, close: () => Promise.resolve() }),
    } as unknown as DeviceFile;
  }
}

function open(text: string, base = text) {
  const disk = new Disk(text);
  const replica = new Replica({ userId: 'me', documentId: 'd', epoch: 1 }, true, null);
  replica.text.insert(0, base);
  const kept: FileLink[] = [];
  const keep = (link: FileLink) => {
    kept.push(link);
    return Promise.resolve();
  };
  const link: FileLink = { handle: disk.handle, base, bom: false, eol: '\n' };
  const file = new LocalFile(link, replica, keep, () => undefined);
  file.start();
  return { disk, replica, file, kept };
}

const pause = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

test('who leaves at once leaves the file as they wrote it', async () => {
  const { disk, replica, file, kept } = open('one');
  await pause(10);
  replica.text.insert(3, ', more');
  await file.stop();
  expect(disk.text).toBe('one, more');
  expect(kept.at(-1)?.base).toBe('one, more');
});

test('who leaves a file that has changed meanwhile overwrites nothing, and changes no closed text', async () => {
  const { disk, replica, file } = open('one');
  await pause(10);
  replica.text.insert(3, ', mine');
  disk.text = 'one, theirs';
  await file.stop();
  expect(disk.text).toBe('one, theirs');
  expect(replica.text.toJSON()).toBe('one, mine');
});

test('a page that is closed writes what is waiting', async () => {
  const { disk, replica, file } = open('one');
  await pause(10);
  replica.text.insert(3, ', more');
  window.dispatchEvent(new Event('pagehide'));
  await pause(0);
  expect(disk.text).toBe('one, more');
  await file.stop();
});

test('a page that is closed before it has looked at the file leaves it alone', async () => {
  const { disk, replica, file } = open('changed elsewhere', 'one');
  replica.text.insert(3, ', mine');
  window.dispatchEvent(new Event('pagehide'));
  expect(disk.text).toBe('changed elsewhere');
  await file.stop();
  expect(disk.text).toBe('changed elsewhere');
});
