/**
 * The desktop application's server, which reads and writes files of the computer that the person opened. Where the page
 * isn't in its window, `deskOffers` says null and nothing else here is called.
 */
export interface DeskFile {
  kind: 'desk-file';
  name: string;
  path: string;
}

export interface DeskFolder {
  kind: 'desk-folder';
  name: string;
  path: string;
}

interface DeskEntry {
  name: string;
  path: string;
}

/** Whether its window has dialogs of its own; one without them has the browser's. */
export function deskOffers(): 'dialogs' | 'files' | null {
  const mark = document.querySelector('meta[name="mdreader-desk"]')?.getAttribute('content');
  if (mark === undefined || mark === null) return null;
  return mark === 'chooses' ? 'dialogs' : 'files';
}

export const deskFile = (path: string): DeskFile => ({ kind: 'desk-file', name: nameOf(path), path });
export const deskFolder = (path: string): DeskFolder => ({ kind: 'desk-folder', name: nameOf(path), path });

export const chooseDeskFiles = async () => (await choose('Files')).map(({ path }) => deskFile(path));
export const chooseDeskFolder = async () => (await choose('Folder')).map(({ path }) => deskFolder(path))[0];

export async function readDesk({ path }: DeskFile): Promise<ArrayBuffer> {
  return (await ask('GET', 'file', { path })).arrayBuffer();
}

export async function writeDesk({ path }: DeskFile, content: string): Promise<void> {
  await ask('PUT', 'file', { path }, new Blob([content], { type: 'application/octet-stream' }));
}

export async function listDesk({ path }: DeskFolder): Promise<{ path: string; handle: DeskFile }[]> {
  const files = (await (await ask('GET', 'folder', { path })).json()) as DeskEntry[];
  return files.map((file) => ({ path: file.name, handle: deskFile(file.path) }));
}

/** Browsers refuse more than 64 KiB of these at a time. */
const LARGEST_KEPT_ALIVE = 60 * 1024;

async function choose(choice: 'Files' | 'Folder'): Promise<DeskEntry[]> {
  return (await (await ask('POST', 'choose', { choice })).json()) as DeskEntry[];
}

async function ask(
  method: 'GET' | 'PUT' | 'POST',
  what: string,
  query: Record<string, string>,
  content: Blob | null = null,
): Promise<Response> {
  const address = `/desk/${what}?${new URLSearchParams(query).toString()}`;
  // What is written as the window closes still arrives.
  const keepalive = content !== null && content.size <= LARGEST_KEPT_ALIVE;
  const answer = await fetch(address, { method, body: content, keepalive });
  // The names are those of the browser's own handles.
  if (answer.status === 404) throw new DOMException('It is not there.', 'NotFoundError');
  if (!answer.ok) throw new DOMException(`The desk answered ${answer.status}.`, 'NotAllowedError');
  return answer;
}

const nameOf = (path: string) => path.split(/[\\/]/).findLast((part) => part !== '') ?? path;
