import { rememberedMe } from '../features/auth/remembered';

/** Begins to load what the address most likely shows, while the server is still asked who is here. */
export function loadAhead(path: string): void {
  // What can't be loaded now is loaded, or missed, when it is to be shown.
  for (const part of partsOf(path)) part.catch(() => undefined);
}

function partsOf(path: string): Promise<unknown>[] {
  if (path.startsWith('/d/')) return [import('./SignedIn'), import('../features/document/DocumentPage')];
  if (rememberedMe() !== null) return [import('./SignedIn')];
  if (path === '/' || path.startsWith('/local/')) return [import('../features/guest/GuestPage')];
  return [];
}
