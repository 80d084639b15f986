import { listDesk, readDesk, writeDesk, type DeskFile, type DeskFolder } from './desk';
import { markdownFilesIn, type FolderFile } from './filePickers';

/** As this browser keeps it between two starts: a handle of its own, or where the file is. */
export type DeviceFile = FileSystemFileHandle | DeskFile;
export type DeviceFolder = FileSystemDirectoryHandle | DeskFolder;

/** The browser asks the person again after each start; the desktop application was told once. */
export async function permission(file: DeviceFile): Promise<PermissionState> {
  if (isDesk(file)) return 'granted';
  return (await file.queryPermission?.({ mode: 'readwrite' })) ?? 'granted';
}

/** From a click. */
export async function askPermission(place: DeviceFile | DeviceFolder): Promise<PermissionState> {
  if (isDesk(place)) return 'granted';
  return (await place.requestPermission?.({ mode: 'readwrite' })) ?? 'granted';
}

export async function readFile(file: DeviceFile): Promise<ArrayBuffer> {
  return isDesk(file) ? readDesk(file) : (await file.getFile()).arrayBuffer();
}

/** Whole or not at all. */
export async function writeFile(file: DeviceFile, content: string): Promise<void> {
  if (isDesk(file)) {
    await writeDesk(file, content);
    return;
  }
  const stream = await file.createWritable();
  await stream.write(content);
  // Until here the browser writes beside the file: a failure leaves it as it was.
  await stream.close();
}

type DevicePlace = DeviceFile | DeviceFolder;

export async function isSamePlace(one: DevicePlace, other: DevicePlace): Promise<boolean> {
  if (isDesk(one) || isDesk(other)) return isDesk(one) && isDesk(other) && one.path === other.path;
  return one.isSameEntry(other);
}

export function filesIn(folder: DeviceFolder, isMarkdown: (name: string) => boolean): Promise<FolderFile[]> {
  return isDesk(folder) ? listDesk(folder) : markdownFilesIn(folder, isMarkdown);
}

const isDesk = <T extends { kind: string }>(place: T): place is T & (DeskFile | DeskFolder) =>
  place.kind.startsWith('desk-');
