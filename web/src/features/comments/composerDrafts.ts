import type { Mentionable } from './mentions';

/** What was typed into a comment and not sent. */
export interface ComposerDraft {
  typed: string;
  mentioned: Mentionable[];
}

const PREFIX = 'mdreader.composer/';
const keyOf = (userId: string, place: string) => `${PREFIX}${userId}/${place}`;

/** Kept while the tab is open, also over a reload, and for its author alone: Escape must not cost a word. */
export function composerDraft(userId: string, place: string): ComposerDraft | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(userId, place)) ?? 'null');
    return typeof kept === 'object' && kept !== null ? (kept as ComposerDraft) : null;
  } catch {
    return null;
  }
}

/** Null: it was sent. */
export function keepComposerDraft(userId: string, place: string, draft: ComposerDraft | null): void {
  try {
    if (draft === null) sessionStorage.removeItem(keyOf(userId, place));
    else sessionStorage.setItem(keyOf(userId, place), JSON.stringify(draft));
  } catch {
    // It then lasts as long as the field.
  }
}

export function forgetComposerDrafts(userId: string): void {
  try {
    const kept = Object.keys(sessionStorage).filter((key) => key.startsWith(keyOf(userId, '')));
    for (const key of kept) sessionStorage.removeItem(key);
  } catch {
    // Then there are none.
  }
}
