import { client } from '../../api/client';

const FIRST_RETRY = 1_000;
const LAST_RETRY = 60_000;
/** Of a person: their inbox; of the workspace: what is in it, or what that is called. */
const EVENTS = ['notifications', 'changes'] as const;
export type WorkspaceEvent = (typeof EVENTS)[number];

/**
 * Calls when there is something new, until what is returned is called. One tab reads a workspace's stream and tells the
 * others that show it: a browser has six connections for one server, and each stream takes one of them.
 */
export function keepWorkspaceLive(workspaceId: string, onNews: (event: WorkspaceEvent) => void): () => void {
  const end = new AbortController();
  const name = `mdreader-workspace/${workspaceId}`;
  const others = new BroadcastChannel(name);
  others.onmessage = ({ data }: MessageEvent<WorkspaceEvent>) => onNews(data);
  const tellAll = (event: WorkspaceEvent) => {
    onNews(event);
    others.postMessage(event);
  };
  // Without TLS (and not on this machine) browsers offer no locks; then the inbox is asked now and then.
  const locks = (navigator as { locks?: LockManager }).locks;
  locks
    ?.request(name, { signal: end.signal }, () => keepReading(workspaceId, tellAll, end.signal))
    // It ended before its turn came.
    .catch(() => undefined);
  return () => {
    end.abort();
    others.close();
  };
}

type Tell = (event: WorkspaceEvent) => void;

/** Again and again: a stream ends with its token, with the server and with the network. */
async function keepReading(workspaceId: string, tell: Tell, signal: AbortSignal): Promise<void> {
  let retry = FIRST_RETRY;
  while (!signal.aborted) {
    try {
      await read(workspaceId, tell, signal);
      retry = FIRST_RETRY;
    } catch {
      retry = Math.min(2 * retry, LAST_RETRY);
    }
    await rest(retry, signal);
  }
}

async function read(workspace: string, tell: Tell, signal: AbortSignal): Promise<void> {
  const { data } = await client.GET('/api/v1/workspaces/{workspace}/events', {
    params: { path: { workspace } },
    parseAs: 'stream',
    signal,
  });
  if (data === undefined || data === null) throw new Error('There is no stream.');
  // What came while nobody read isn't told again.
  EVENTS.forEach(tell);
  const decoder = new TextDecoder();
  const reader = data.getReader();
  let text = '';
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    const { events, rest: unfinished } = eventsIn(text + decoder.decode(piece.value, { stream: true }));
    text = unfinished;
    EVENTS.filter((event) => events.includes(event)).forEach(tell);
  }
}

/** The kinds of the whole messages in what came so far, and what is left of it for the next piece. */
export function eventsIn(text: string): { events: string[]; rest: string } {
  const messages = text.split('\n\n');
  const rest = messages.pop() ?? '';
  return { events: messages.flatMap((message) => /^event: ?(.*)$/m.exec(message)?.[1] ?? []), rest };
}

function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done, { once: true });
  });
}
