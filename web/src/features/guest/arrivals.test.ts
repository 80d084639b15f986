import { beforeEach, expect, test, vi } from 'vitest';
import type { DeskFile, DeskFolder } from '../../sync/desk';
import type { LocalEntry, LocalFolder } from '../../sync/localEntries';
import { openFiles, openFolder } from './arrivals';

const store = vi.hoisted(() => ({ entries: [] as LocalEntry[], folders: [] as LocalFolder[] }));
vi.mock('../../sync/localEntries', () => ({
  newEntry: (title: string) => ({ id: `id of ${title}`, title }),
  localEntries: {
    ready: () => Promise.resolve(),
    all: () => store.entries,
    folders: () => store.folders,
    add: (entry: LocalEntry) => Promise.resolve(void store.entries.push(entry)),
    addFolder: (folder: LocalFolder) => Promise.resolve(void store.folders.push(folder)),
  },
}));

beforeEach(() => {
  store.entries = [];
  store.folders = [];
});

const file = (name: string, getFile: () => Promise<File>) =>
  ({ kind: 'file', name, getFile, isSameEntry: () => Promise.resolve(false) }) as unknown as FileSystemFileHandle;

test('a file that can’t be read is refused by its name, and the others are opened', async () => {
  const gone = file('gone.md', () => Promise.reject(new DOMException('', 'NotFoundError')));
  const there = file('there.md', () => Promise.resolve(new File(['words'], 'there.md')));
  expect(await openFiles([gone, there])).toEqual({
    ids: ['id of there'],
    refused: [{ name: 'gone.md', reason: 'gone' }],
  });
});

test('a folder is kept once, and another of the same name beside it', async () => {
  const folder = (path: string): DeskFolder => ({ kind: 'desk-folder', name: 'Notes', path });
  const first = await openFolder(folder('/a/Notes'));
  expect(await openFolder(folder('/a/Notes'))).toBe(first);
  expect(await openFolder(folder('/b/Notes'))).not.toBe(first);
  expect(store.folders).toHaveLength(2);
});

test('a file that is open already is only shown', async () => {
  const handle: DeskFile = { kind: 'desk-file', name: 'a.md', path: '/a.md' };
  store.entries = [{ id: 'open', title: 'a', file: { handle } } as unknown as LocalEntry];
  expect(await openFiles([handle])).toEqual({ ids: ['open'], refused: [] });
});
