import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { DeviceCopy } from './deviceCopy';
import { DeviceStore } from './deviceStore';
import { ROOT_TEXT } from './replica';

const KEY = { userId: 'ana', documentId: 'plan', epoch: 1 };

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('indexedDB', {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('what the copy has is read, and what is typed is written', async () => {
  const disk = new Disk();
  const first = await open(disk);
  first.text.insert(0, 'one ');
  first.copy.close();
  const second = await open(disk);
  expect(second.text.toJSON()).toBe('one ');
  second.text.insert(4, 'two');
  expect(disk.text()).toBe('one two');
});

test('a write that fails silences nobody, and what is typed next brings the whole text', async () => {
  const disk = new Disk();
  const { doc, text, copy } = await open(disk);
  const heard = vi.fn();
  doc.on('update', heard);
  text.insert(0, 'one ');
  disk.wipe();
  text.insert(4, 'two ');
  await vi.advanceTimersByTimeAsync(0);
  expect(copy.storage).toBe('failed');
  text.insert(8, 'three');
  expect(heard, 'whoever sends it to the server').toHaveBeenCalledTimes(3);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(copy.storage).toBe('working');
  expect(disk.text()).toBe('one two three');
});

test('unsaved changes are kept again by themselves when the storage was taken away', async () => {
  const disk = new Disk();
  const { text, copy, changed } = await open(disk);
  text.insert(0, 'offline');
  expect(copy.unkept).toBe(1);
  copy.rememberUnsaved(1);
  await vi.advanceTimersByTimeAsync(0);
  expect(copy.unkept).toBe(0);
  changed.mockClear();
  disk.wipe();
  disk.takeAway();
  expect(copy.storage).toBe('failed');
  expect(changed).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(copy.storage).toBe('working');
  expect(disk.text()).toBe('offline');
  expect([...disk.unsaved.values()]).toEqual([1]);
});

test('a full disk is tried again after a pause, not in a circle', async () => {
  const disk = new Disk();
  const { text, copy } = await open(disk);
  disk.isFull = true;
  copy.rememberUnsaved(1);
  text.insert(0, 'too much');
  const before = disk.openings;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(copy.storage).toBe('failed');
  expect(disk.openings - before).toBeLessThanOrEqual(5);
  disk.isFull = false;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(copy.storage).toBe('working');
  expect(disk.text()).toBe('too much');
});

test('what travels to the server as well is written a moment later, in one piece', async () => {
  const disk = new Disk();
  const { text, copy } = await open(disk);
  copy.isRelayed = true;
  for (const [index, word] of ['one ', 'two ', 'three'].entries()) {
    text.insert(text.length, word);
    copy.rememberUnsaved(index + 1);
  }
  copy.rememberUnsaved(0);
  expect([disk.pieces, copy.unkept]).toEqual([0, 3]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect([disk.pieces, copy.unkept, disk.text()]).toEqual([1, 0, 'one two three']);
  expect(disk.notes, 'it was saved before it was written down').toBe(0);
});

test.each<[string, (copy: DeviceCopy) => void]>([
  ['the line breaks', (copy) => (copy.isRelayed = false)],
  ['the document is closed', (copy) => copy.close()],
  ['the page is left', () => dispatchEvent(new Event('pagehide'))],
  ['the page is hidden', () => document.dispatchEvent(new Event('visibilitychange'))],
])('what waits to be written is written at once when %s, with how much is unsaved', async (_when, happens) => {
  const disk = new Disk();
  const { text, copy } = await open(disk);
  copy.isRelayed = true;
  text.insert(0, 'on its way');
  copy.rememberUnsaved(1);
  happens(copy);
  expect(disk.text()).toBe('on its way');
  expect([...disk.unsaved.values()]).toEqual([1]);
});

test.each([true, false])(
  'what comes while the copy is being opened is in it (on its way to the server: %s)',
  async (isRelayed) => {
    const disk = new Disk();
    const doc = new Y.Doc();
    const text = doc.getText(ROOT_TEXT);
    disk.beforeRead = () => text.insert(0, 'one ');
    disk.afterRead = () => text.insert(text.length, 'two');
    const { copy } = await open(disk, doc, isRelayed);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(disk.text()).toBe('one two');
    expect(copy.unkept).toBe(0);
  },
);

test('a copy whose tab is closed hands on what it hadn’t sent', async () => {
  const disk = new Disk();
  const first = await open(disk);
  first.text.insert(0, 'mine');
  first.copy.rememberUnsaved(2);
  await vi.advanceTimersByTimeAsync(0);
  first.copy.close();
  const second = await open(disk);
  // In this very page the lock of the first may be let go a moment later.
  await vi.waitFor(() => expect(second.unsaved + (second.inherited.mock.calls[0]?.[0] ?? 0)).toBe(2));
  expect([...disk.unsaved.values()]).toEqual([2]);
  second.copy.rememberUnsaved(0);
  await vi.advanceTimersByTimeAsync(0);
  expect(disk.unsaved.size).toBe(0);
});

async function open(disk: Disk, doc = new Y.Doc(), isRelayed = false) {
  vi.spyOn(DeviceStore, 'open').mockImplementation((_name, onLost) => disk.open(onLost));
  const changed = vi.fn();
  const inherited = vi.fn<(changes: number) => void>();
  const copy = new DeviceCopy(KEY, doc, { storage: changed, inherited });
  copy.isRelayed = isRelayed;
  const loading = copy.load();
  await vi.advanceTimersByTimeAsync(0);
  return { doc, text: doc.getText(ROOT_TEXT), copy, changed, inherited, unsaved: await loading };
}

/** A browser's storage of one copy, whose failures are those that browsers have. */
class Disk {
  unsaved = new Map<string, number>();
  isFull = false;
  openings = 0;
  notes = 0;
  beforeRead: () => void = () => undefined;
  afterRead: () => void = () => undefined;
  #pieces: Uint8Array[] = [];
  /** What was opened before storage was cleared can't be used any more. */
  #age = 0;
  #onLost: () => void = () => undefined;

  get pieces(): number {
    return this.#pieces.length;
  }

  text(): string {
    const doc = new Y.Doc();
    for (const piece of this.#pieces) Y.applyUpdate(doc, piece);
    return doc.getText(ROOT_TEXT).toJSON();
  }

  wipe(): void {
    this.#age += 1;
    this.#pieces = [];
    this.unsaved.clear();
  }

  takeAway = () => this.#onLost();

  open(onLost: (store: DeviceStore) => void): Promise<DeviceStore> {
    this.openings += 1;
    const age = this.#age;
    const write = (change: () => void) => {
      if (age !== this.#age) return Promise.reject(new DOMException('The connection is closing.', 'InvalidStateError'));
      if (this.isFull) return Promise.reject(new DOMException('There is no room.', 'QuotaExceededError'));
      change();
      return Promise.resolve();
    };
    let read = 0;
    const store: Pick<DeviceStore, keyof DeviceStore> = {
      read: async (take) => {
        this.beforeRead();
        await write(() => {
          const whole = take(this.#pieces.slice(read));
          if (whole !== null) this.#pieces = [whole];
          read = this.#pieces.length;
        });
        this.afterRead();
      },
      write: (update) => write(() => this.#pieces.push(update)),
      noteUnsaved: (key, changes) =>
        write(() => {
          this.notes += 1;
          return changes > 0 ? this.unsaved.set(key, changes) : this.unsaved.delete(key);
        }),
      unsavedKeys: () => Promise.resolve([...this.unsaved.keys()]),
      moveUnsaved: async (from, to) => {
        const moved = this.unsaved.get(from) ?? 0;
        await write(() => {
          this.unsaved.delete(from);
          this.unsaved.set(to, (this.unsaved.get(to) ?? 0) + moved);
        });
        return moved;
      },
      close: () => undefined,
    };
    this.#onLost = () => onLost(store as DeviceStore);
    return Promise.resolve(store as DeviceStore);
  }
}
