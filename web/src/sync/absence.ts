import type * as Y from 'yjs';
import { changedBy, type Merged } from './merged';

/** A line that breaks for less is nothing that anybody has to hear about. */
const SHORTEST = 2_000;

/** The time without a line to the server, until what was written meanwhile on both sides has met. */
export class Absence {
  #away: { since: number; changes: number } | null = null;

  began(now: number): void {
    this.#away ??= { since: now, changes: 0 };
  }

  /** @param changes What is unsaved when the line is back. */
  isOver(changes: number): void {
    if (this.#away !== null) this.#away.changes = changes;
  }

  forget(): void {
    this.#away = null;
  }

  /** Takes in what was missed; gives what met, where the person was away for long enough and anything did. */
  catchUp(text: Y.Text, now: number, takeIn: () => void): Merged | null {
    const away = this.#away;
    this.#away = null;
    if (away === null || now - away.since < SHORTEST) {
      takeIn();
      return null;
    }
    const merged = { changes: away.changes, parts: changedBy(text, takeIn) };
    return merged.changes === 0 && merged.parts.length === 0 ? null : merged;
  }
}
