import { client } from '../../api/client';

const FIRST_RETRY = 1_000;
const LAST_RETRY = 60_000;
const NAME = 'mdreader-inbox';
const EVENT = 'notifications';

/**
 * Calls when there is something new in the inbox, until what is returned is called. One tab reads the stream and tells
 * the others: a browser has six connections for one server, and each stream takes one of them.
 */
export function keepInboxLive(workspaceId: string, onNews: () => void): () => void {
  const end = new AbortController();
  const others = new BroadcastChannel(NAME);
  others.onmessage = onNews;
  const tellAll = () => {
    onNews();
    others.postMessage(EVENT);
  };
  // Without TLS (and not on this machine) browsers offer no locks; then the inbox is asked now and then.
  const locks = (navigator as { locks?: LockManager }).locks;
  locks
    ?.request(NAME, { signal: end.signal }, () => keepReading(workspaceId, tellAll, end.signal))
    // It ended before its turn came.
    .catch(() => undefined);
  return () => {
    end.abort();
    others.close();
  };
}

/** Again and again: a stream ends with its token, with the server and with the network. */
async function keepReading(workspaceId: string, tell: () => void, signal: AbortSignal): Promise<void> {
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

async function read(workspace: string, tell: () => void, signal: AbortSignal): Promise<void> {
  const { data } = await client.GET('/api/v1/workspaces/{workspace}/events', {
    params: { path: { workspace } },
    parseAs: 'stream',
    signal,
  });
  if (data === undefined || data === null) throw new Error('There is no stream.');
  // What came while nobody read isn't told again.
  tell();
  const reader = data.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    const { events, rest: unfinished } = eventsIn(text + piece.value);
    text = unfinished;
    if (events.includes(EVENT)) tell();
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
