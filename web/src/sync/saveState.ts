/** How the document's line to the server stands. */
export type Link =
  /** Never connected since the page opened it. */
  'opening' | 'online' | 'offline';

/** Whether this browser keeps a copy that a closed tab survives. */
export type DeviceStorage = 'working' | 'failed';

/** Times are milliseconds of one clock. */
export interface SaveFacts {
  link: Link;
  canEdit: boolean;
  /** The server has acknowledged this socket's step 2, so nothing from an earlier page load is unsaved either. */
  acknowledged: boolean;
  /** Changes made here that no acknowledgement covers. */
  changes: number;
  /** Since when the server owes an answer for the oldest of them. */
  since: number | null;
  lastChange: number | null;
  device: DeviceStorage;
  /** Changes made here that this device hasn't written down yet either. */
  unkept: number;
}

export type SaveState =
  | { kind: 'opening' }
  | { kind: 'saved' }
  | { kind: 'editing' }
  | { kind: 'saving' }
  | { kind: 'slow'; seconds: number }
  | { kind: 'offline'; changes: number }
  | { kind: 'read-only' }
  /** In guest mode: on this device, and nowhere else. */
  | { kind: 'device' }
  /** In guest mode: in a file on this device that the person has opened. */
  | { kind: 'file'; name: string }
  | { kind: 'local-fail' };

export const SAVING_AFTER = 400;
export const SLOW_AFTER = 5_000;
/** Between two keys everything may be saved for a moment; saying so would make the word flicker. */
export const SETTLED_AFTER = 300;

/** "Saved" means: the server has committed everything that was typed here. Nothing else may say it. */
export function saveState(facts: SaveFacts, now: number): SaveState {
  if (facts.link !== 'online') {
    if (facts.changes > 0 && facts.device === 'failed') return { kind: 'local-fail' };
    if (facts.link === 'opening') return { kind: 'opening' };
    return { kind: 'offline', changes: Math.max(0, facts.changes - facts.unkept) };
  }
  if (!facts.canEdit) return { kind: 'read-only' };
  if (facts.changes === 0) {
    if (!facts.acknowledged) return { kind: 'opening' };
    return now - (facts.lastChange ?? -Infinity) < SETTLED_AFTER ? { kind: 'editing' } : { kind: 'saved' };
  }
  const waited = now - (facts.since ?? now);
  if (waited < SAVING_AFTER) return { kind: 'editing' };
  if (waited < SLOW_AFTER) return { kind: 'saving' };
  return facts.device === 'failed' ? { kind: 'local-fail' } : { kind: 'slow', seconds: Math.floor(waited / 1000) };
}

/** Milliseconds until the same facts read differently, or null when only an event changes them. */
export function nextLook(facts: SaveFacts, now: number): number | null {
  if (facts.link !== 'online') return null;
  if (facts.changes === 0) {
    if (facts.lastChange === null || now - facts.lastChange >= SETTLED_AFTER) return null;
    return facts.lastChange + SETTLED_AFTER - now;
  }
  if (facts.since === null) return null;
  const waited = now - facts.since;
  if (waited < SAVING_AFTER) return SAVING_AFTER - waited;
  if (waited < SLOW_AFTER) return SLOW_AFTER - waited;
  return 1000 - (waited % 1000);
}

/** How the line to the server stands, in what is said of it. */
export function linkOf({ kind }: SaveState): Link {
  return kind === 'opening' || kind === 'offline' ? kind : 'online';
}

/** Says nothing else than the other one. */
export function isSameState(a: SaveState, b: SaveState): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Closing the tab now could lose something, or would leave it on this device only. */
export function warnsBeforeLeaving({ kind }: SaveState): boolean {
  return kind === 'saving' || kind === 'slow' || kind === 'local-fail';
}
