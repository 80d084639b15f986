import type { Replica } from './replica';
import { isSameState, nextLook, saveState, type Link, type SaveFacts, type SaveState } from './saveState';
import { Watched } from './watched';

/** While a change waits for its answer, the line is asked again and again whether it is alive. */
const ASK_AGAIN_AFTER = 15_000;

/** Whether everything typed here is saved: looked at whenever something happens, and when time alone makes it another. */
export class SaveWatch {
  readonly state = new Watched<SaveState>({ kind: 'opening' });
  readonly #clock: { now: () => number };
  readonly #lookAgain: () => void;
  #lastChange: number | null = null;
  /** When the line was asked about a change that is overdue; null while none is. */
  #askedAt: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When it rings; at each key a later time is wanted, and to look once in between costs less than to set it anew. */
  #ringsAt = Infinity;

  /** @param lookAgain is called when it may have become another by time alone. */
  constructor(clock: { now: () => number }, lookAgain: () => void) {
    this.#clock = clock;
    this.#lookAgain = lookAgain;
  }

  /** Something was typed here. */
  changed(at: number): void {
    this.#lastChange = at;
  }

  /** What was typed here is no longer what is shown. */
  forget(): void {
    this.#lastChange = null;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#ringsAt = Infinity;
  }

  /** @returns whether a change is overdue, and the line is to be asked whether it is alive. */
  look(link: Link, replica: Replica | null): boolean {
    const now = this.#clock.now();
    const facts = this.#facts(link, replica);
    this.#ringIn(nextLook(facts, now), now);
    const save = saveState(facts, now);
    const overdue = link === 'online' && (save.kind === 'slow' || save.kind === 'local-fail');
    const asks = overdue && now - (this.#askedAt ?? -Infinity) >= ASK_AGAIN_AFTER;
    if (asks || !overdue) this.#askedAt = asks ? now : null;
    if (!isSameState(save, this.state.get())) this.state.set(save);
    return asks;
  }

  #ringIn(wait: number | null, now: number): void {
    const at = wait === null ? Infinity : now + wait;
    if (now < this.#ringsAt && this.#ringsAt <= at) return;
    this.stop();
    if (wait === null) return;
    this.#ringsAt = at;
    this.#timer = setTimeout(() => {
      this.#ringsAt = Infinity;
      this.#lookAgain();
    }, wait);
  }

  #facts(link: Link, replica: Replica | null): SaveFacts {
    return {
      link,
      canEdit: replica?.canEdit ?? true,
      acknowledged: replica?.unsaved.acknowledged ?? false,
      changes: replica?.unsaved.changes ?? 0,
      since: replica?.unsaved.since ?? null,
      lastChange: this.#lastChange,
      device: replica?.device?.storage ?? 'failed',
      unkept: replica?.device?.unkept ?? 0,
    };
  }
}
