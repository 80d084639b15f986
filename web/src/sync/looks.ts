/**
 * When this person last had which document before their eyes, on this device, by the server's clock. Kept here and not
 * on the server: what somebody reads, and when, is nobody else's business.
 */
export type Looks = Readonly<Record<string, number>>;

const MOST = 500;
/** The last word that one typed oneself may be written a moment after the look. */
const SLACK = 5_000;
const NONE: Looks = {};
const keyOf = (userId: string) => `mdreader.looks/${userId}`;
const listeners = new Set<() => void>();
let read: { userId: string; looks: Looks } | null = null;

/** The same object until something changes. */
export function looksOf(userId: string): Looks {
  if (read?.userId !== userId) read = { userId, looks: stored(userId) };
  return read.looks;
}

export function noteLook(userId: string, documentId: string, at: number): void {
  const latest = Object.entries({ ...looksOf(userId), [documentId]: at }).sort(([, a], [, b]) => b - a);
  const looks = Object.fromEntries(latest.slice(0, MOST));
  read = { userId, looks };
  try {
    localStorage.setItem(keyOf(userId), JSON.stringify(looks));
  } catch {
    // Then they last as long as the page.
  }
  for (const listener of listeners) listener();
}

export function forgetLooks(userId: string): void {
  read = null;
  try {
    localStorage.removeItem(keyOf(userId));
  } catch {
    // Then there was nothing.
  }
}

/** Something was written since; of what this device has never shown nobody can say. */
export function changedSinceLook(looks: Looks, { id, updatedAt }: { id: string; updatedAt: string }): boolean {
  const looked = looks[id];
  return looked !== undefined && Date.parse(updatedAt) > looked + SLACK;
}

export function subscribeLooks(listener: () => void): () => void {
  const elsewhere = ({ key }: StorageEvent) => {
    if (read === null || key !== keyOf(read.userId)) return;
    read = null;
    listener();
  };
  listeners.add(listener);
  window.addEventListener('storage', elsewhere);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', elsewhere);
  };
}

function stored(userId: string): Looks {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(userId)) ?? '{}');
    return typeof kept === 'object' && kept !== null ? (kept as Looks) : NONE;
  } catch {
    return NONE;
  }
}
