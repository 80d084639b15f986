import type { Role } from '../api/types';
import type { Person } from './people';
import { Replica } from './replica';
import type { UnsentEdits } from './unsentHere';

/** Text that was typed here and that the server will never take; the person can copy it. */
export interface Leftover extends UnsentEdits {
  reason: 'edits-refused' | 'epoch-changed' | 'gone';
}

/** What the page shows of a document that is open. A new object whenever something differs. */
export interface LiveView {
  /** Null until the text is here. */
  replica: Replica | null;
  role: Role | null;
  people: Person[];
  leftovers: Leftover[];
  ended: 'gone' | 'signed-out' | null;
}

export const OPENING: LiveView = {
  replica: null,
  role: null,
  people: [],
  leftovers: [],
  ended: null,
};

/** The view with this changed in it; the same object where nothing differs. */
export function viewWith(view: LiveView, changed: Partial<LiveView>): LiveView {
  const keys = Object.keys(changed) as (keyof LiveView)[];
  return keys.every((key) => isSame(view[key], changed[key])) ? view : { ...view, ...changed };
}

/** Small plain values, and objects with an identity of their own. */
function isSame(a: unknown, b: unknown): boolean {
  if (a instanceof Replica || b instanceof Replica) return a === b;
  return JSON.stringify(a) === JSON.stringify(b);
}
