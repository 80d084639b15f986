import { chooseDeskFiles, chooseDeskFolder, deskOffers } from './desk';
import type { DeviceFile, DeviceFolder } from './deviceFiles';

/** What the browser offers of the File System Access API beyond what TypeScript describes. */
declare global {
  interface FileSystemHandle {
    queryPermission?: (wanted: { mode: 'read' | 'readwrite' }) => Promise<PermissionState>;
    requestPermission?: (wanted: { mode: 'read' | 'readwrite' }) => Promise<PermissionState>;
  }

  interface Window {
    showOpenFilePicker?: (options: {
      multiple: boolean;
      types: { description: string; accept: Record<string, string[]> }[];
    }) => Promise<FileSystemFileHandle[]>;
    showDirectoryPicker?: (options: { mode: 'read' | 'readwrite' }) => Promise<FileSystemDirectoryHandle>;
  }
}

export const canOpenFiles = () => deskOffers() === 'dialogs' || window.showOpenFilePicker !== undefined;
export const canOpenFolders = () => deskOffers() === 'dialogs' || window.showDirectoryPicker !== undefined;

/** Nothing when the person thought better of it. */
export async function pickFiles(description: string): Promise<DeviceFile[]> {
  if (deskOffers() === 'dialogs') return chooseDeskFiles();
  const types = [{ description, accept: { 'text/markdown': ['.md', '.markdown', '.txt'] } }];
  return (await unlessAborted(window.showOpenFilePicker?.({ multiple: true, types }))) ?? [];
}

export async function pickFolder(): Promise<DeviceFolder | undefined> {
  if (deskOffers() === 'dialogs') return chooseDeskFolder();
  return unlessAborted(window.showDirectoryPicker?.({ mode: 'readwrite' }));
}

async function unlessAborted<T>(picked: Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await picked;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    throw error;
  }
}

export interface FolderFile {
  /** From the folder that was opened, with slashes. */
  path: string;
  handle: DeviceFile;
}

const MOST_FILES = 1_000;
const DEEPEST = 12;

/** The Markdown files of a folder and the folders in it; what programs hide or install is passed over. */
export async function markdownFilesIn(
  folder: FileSystemDirectoryHandle,
  isMarkdown: (name: string) => boolean,
): Promise<FolderFile[]> {
  const found: FolderFile[] = [];
  const visit = async (directory: FileSystemDirectoryHandle, path: string, depth: number) => {
    for await (const handle of directory.values()) {
      if (found.length >= MOST_FILES) return;
      if (handle.name.startsWith('.') || handle.name === 'node_modules') continue;
      if (handle.kind === 'directory') {
        if (depth < DEEPEST) await visit(handle, `${path}${handle.name}/`, depth + 1);
      } else if (isMarkdown(handle.name)) {
        found.push({ path: path + handle.name, handle });
      }
    }
  };
  await visit(folder, '', 0);
  return found.sort((a, b) => a.path.localeCompare(b.path));
}
