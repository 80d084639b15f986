import { zip, type ChosenFile } from './zip';

/** What is sent: one text as it is, everything else as an archive. */
export interface Parcel {
  /** Of the folder that is made for it. */
  name: string | null;
  type: ParcelType;
  bytes: Blob;
}

export type ParcelType = 'application/zip' | 'text/markdown' | 'text/html';

const TYPES: Record<string, ParcelType> = {
  zip: 'application/zip',
  md: 'text/markdown',
  markdown: 'text/markdown',
  html: 'text/html',
  htm: 'text/html',
};

/** For the picker of files: texts, archives, and the pictures that the texts show. */
export const ACCEPTED = [...Object.keys(TYPES).map((extension) => `.${extension}`), 'image/*'].join(',');

/** What programs hide or install is nothing that somebody wrote. */
const isLitter = (path: string) =>
  path.split('/').some((part) => part.startsWith('.') || part === 'node_modules' || part === '__MACOSX');

/** @param files as an input gives them; those of a folder say where in it they were. */
export function chosenFiles(files: Iterable<File>): ChosenFile[] {
  return withoutLitter([...files].map((file) => ({ path: file.webkitRelativePath || file.name, file })));
}

const withoutLitter = (files: ChosenFile[]) => files.filter(({ path }) => !isLitter(path));

/** What was dropped, with all that is in it where it is a folder. */
export async function droppedFiles(items: DataTransferItemList): Promise<ChosenFile[]> {
  // After the first wait the browser has forgotten what was dropped.
  const entries = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const found: ChosenFile[] = [];
  for (const entry of entries) await collect(entry, found);
  return found;
}

async function collect(entry: FileSystemEntry, found: ChosenFile[]): Promise<void> {
  const path = entry.fullPath.replace(/^\//, '');
  if (isLitter(path)) return;
  if (isFile(entry)) found.push({ path, file: await new Promise<File>((take, fail) => entry.file(take, fail)) });
  else if (isFolder(entry)) for (const child of await childrenOf(entry)) await collect(child, found);
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

/** A reader gives some at a time, and none at the end. */
async function childrenOf(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((take, fail) => reader.readEntries(take, fail));
    if (some.length === 0) return children;
    children.push(...some);
  }
}

/** How the choice is called: the folder or the file, where it is one. */
export function nameOf(files: ChosenFile[]): string | null {
  const [first] = files;
  if (first === undefined) return null;
  if (files.length === 1 && !first.path.includes('/')) return first.path.replace(/\.[^.]+$/, '');
  return commonFolder(files);
}

function commonFolder(files: ChosenFile[]): string | null {
  const tops = new Set(files.map(({ path }) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '')));
  const [top = ''] = tops;
  return tops.size === 1 && top !== '' ? top : null;
}

export async function parcelOf(files: ChosenFile[]): Promise<Parcel> {
  const name = nameOf(files);
  const [first] = files;
  if (files.length === 1 && first !== undefined && !first.path.includes('/')) {
    const type = TYPES[extensionOf(first.path)];
    if (type !== undefined) return { name, type, bytes: first.file };
  }
  const folder = commonFolder(files);
  // The folder becomes the one that is made for the import, and not another one in it.
  const within = files.map(({ path, file }) => ({
    path: folder === null ? path : path.slice(folder.length + 1),
    file,
  }));
  return { name, type: 'application/zip', bytes: await zip(within) };
}

const extensionOf = (path: string) => path.slice(path.lastIndexOf('.') + 1).toLowerCase();
