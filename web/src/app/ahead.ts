import { accessToken } from '../api/client';
import { rememberedMe } from '../features/auth/remembered';
import { session } from '../features/auth/session';
import { documentAsked, ticketAsked } from '../features/document/asking';
import { savedMode } from '../features/document/savedMode';

const DOCUMENT = /^\/d\/([^/]+)$/;

/** Begins to load what the address most likely shows, while the server is still asked who is here. */
export function loadAhead(path: string): void {
  // What can't be loaded now is loaded, or missed, when it is to be shown.
  for (const part of partsOf(path)) part.catch(() => undefined);
}

/** Asks for the document of the address as soon as it is known that somebody is here, and not only who that is. */
export function askAhead(path: string): void {
  const id = DOCUMENT.exec(path)?.[1];
  if (id === undefined) return;
  const stop = accessToken.subscribe(() => {
    stop();
    documentAsked.begin(id);
    ticketAsked.begin(id);
  });
  session.subscribe(() => {
    if (session.state().kind !== 'signed-out') return;
    documentAsked.forget();
    ticketAsked.forget();
  });
}

function partsOf(path: string): Promise<unknown>[] {
  if (DOCUMENT.test(path)) {
    const mode = savedMode();
    const preview = mode === 'both' || mode === 'view' ? [import('../features/document/PreviewPane')] : [];
    return [import('./SignedIn'), import('../features/document/DocumentPage'), ...preview];
  }
  if (rememberedMe() !== null) return [import('./SignedIn')];
  if (path === '/' || path.startsWith('/local/')) return [import('../features/guest/GuestPage')];
  return [];
}
