import * as random from 'lib0/random';
import { isSamePlace, readFile, type DeviceFile, type DeviceFolder } from '../../sync/deviceFiles';
import type { FolderFile } from '../../sync/filePickers';
import { localEntries, newEntry, type LocalEntry } from '../../sync/localEntries';
import {
  isMarkdownFile,
  readMarkdown,
  titleOfFile,
  type MarkdownText,
  type Unreadable,
} from '../../sync/markdownBytes';

export interface Refused {
  name: string;
  /** `gone`: it can't be read, or not any more. */
  reason: Unreadable | 'gone';
}

export interface Arrived {
  ids: string[];
  refused: Refused[];
}

/** Copies of files become documents of this browser; the files stay as they are. */
export async function importFiles(files: Iterable<File>): Promise<Arrived> {
  const arrived: Arrived = { ids: [], refused: [] };
  for (const file of files) {
    const read = isMarkdownFile(file.name) ? await readable(() => file.arrayBuffer()) : 'not-text';
    if (typeof read === 'string') {
      arrived.refused.push({ name: file.name, reason: read });
      continue;
    }
    const entry = newEntry(titleOfFile(file.name), Date.now());
    await localEntries.add(entry, read.text);
    arrived.ids.push(entry.id);
  }
  return arrived;
}

/** Files of the device, to be written back to; one that is here already is only shown. */
export async function openFiles(handles: DeviceFile[]): Promise<Arrived> {
  await localEntries.ready();
  const arrived: Arrived = { ids: [], refused: [] };
  for (const handle of handles) {
    const known = await entryOf(handle);
    if (known !== undefined) {
      arrived.ids.push(known.id);
      continue;
    }
    const read = await readable(() => readFile(handle));
    if (typeof read === 'string') {
      arrived.refused.push({ name: handle.name, reason: read });
      continue;
    }
    const { text, bom, eol } = read;
    const entry = { ...newEntry(titleOfFile(handle.name), Date.now()), file: { handle, base: text, bom, eol } };
    await localEntries.add(entry, text);
    arrived.ids.push(entry.id);
  }
  return arrived;
}

export const openFolderFile = ({ handle }: FolderFile) => openFiles([handle]);

async function readable(read: () => Promise<ArrayBuffer>): Promise<MarkdownText | Refused['reason']> {
  try {
    return readMarkdown(await read());
  } catch {
    return 'gone';
  }
}

/**
 * Keeps it once, however often it is opened.
 *
 * @returns as what.
 */
export async function openFolder(handle: DeviceFolder): Promise<string> {
  await localEntries.ready();
  for (const { id, handle: kept } of localEntries.folders()) if (await isSamePlace(kept, handle)) return id;
  const id = random.uuidv4();
  await localEntries.addFolder({ id, name: handle.name, handle });
  return id;
}

async function entryOf(handle: DeviceFile): Promise<LocalEntry | undefined> {
  for (const entry of localEntries.all() ?? [])
    if (entry.file !== undefined && (await isSamePlace(entry.file.handle, handle))) return entry;
  return undefined;
}
