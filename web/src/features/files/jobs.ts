import { body, client } from '../../api/client';
import { readProblem } from '../../api/problem';
import type { Job } from '../../api/types';
import { parcelOf } from './chosenFiles';
import { Work } from './work';
import type { ChosenFile } from './zip';

const LOOK_EVERY = 700;
const HOUR = 3_600_000;

const works = new Map<string, Work>();

/** A workspace's import, or its export, of this person: there is one of each at a time, on whatever page. */
export function workOf(kind: 'import' | 'export', userId: string, workspaceId: string): Work {
  const key = `${kind} ${userId} ${workspaceId}`;
  const work = works.get(key) ?? new Work(readJob, () => new Promise((resolve) => setTimeout(resolve, LOOK_EVERY)));
  works.set(key, work);
  return work;
}

/** The newest of a kind, if it goes on or has ended lately, and the person hasn't seen yet how. */
export async function recentJob(kind: 'import' | 'export', workspace: string): Promise<Job | null> {
  const query = { workspace, kind, limit: 1 };
  const { items } = await body(client.GET('/api/v1/jobs', { params: { query } }));
  const [job] = items;
  if (job === undefined || wasSeen(job)) return null;
  // An archive is worth finding again the next morning.
  const long = kind === 'export' ? 24 * HOUR : HOUR;
  return job.finishedAt === null || Date.now() - Date.parse(job.finishedAt) < long ? job : null;
}

const SEEN = 'mdreader.seenJob';

const seenKey = ({ kind, workspaceId }: Job) => `${SEEN} ${kind} ${workspaceId}`;

export function noteSeen(job: Job): void {
  try {
    localStorage.setItem(seenKey(job), job.id);
  } catch {
    // A device that keeps nothing shows it once more.
  }
}

function wasSeen(job: Job): boolean {
  try {
    return localStorage.getItem(seenKey(job)) === job.id;
  } catch {
    return false;
  }
}

const readJob = (job: string) => body(client.GET('/api/v1/jobs/{job}', { params: { path: { job } } }));

export async function startImport(workspace: string, files: ChosenFile[]): Promise<Job> {
  const { name, type, bytes } = await parcelOf(files);
  return body(
    client.POST('/api/v1/workspaces/{workspace}/imports', {
      params: { path: { workspace }, query: name === null ? {} : { name } },
      headers: { 'Content-Type': type },
      // The generated body is a string; what is sent are bytes.
      body: '',
      bodySerializer: () => bytes,
    }),
  );
}

export interface ExportWish {
  comments: boolean;
  history: boolean;
}

export const startExport = (workspace: string, wish: ExportWish): Promise<Job> =>
  body(client.POST('/api/v1/workspaces/{workspace}/exports', { params: { path: { workspace } }, body: wish }));

/** Where the archive can be fetched for a moment: the browser itself saves it, however large it is. */
export async function addressOfArchive(job: string): Promise<string> {
  const { response, error } = await client.GET('/api/v1/jobs/{job}/file', {
    params: { path: { job } },
    parseAs: 'stream',
  });
  if (!response.ok) throw readProblem(response.status, error);
  void response.body?.cancel();
  return response.url;
}
