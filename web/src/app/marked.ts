import { useSyncExternalStore } from 'react';

/** Something that is marked in the text; kept per device, and on unless turned off. */
export class Marked {
  readonly #key: string;
  readonly #listeners = new Set<() => void>();
  #isOn: boolean;

  constructor(key: string) {
    this.#key = key;
    this.#isOn = saved(key);
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly isOn = () => this.#isOn;

  turn(on: boolean): void {
    this.#isOn = on;
    try {
      if (on) localStorage.removeItem(this.#key);
      else localStorage.setItem(this.#key, 'off');
    } catch {
      // The choice then lasts as long as the page.
    }
    for (const listener of this.#listeners) listener();
  }
}

export const marked = {
  /** Words that the browser doesn't know. */
  spelling: new Marked('mdreader.spelling'),
  /** What isn't meant in the Markdown. */
  mistakes: new Marked('mdreader.mistakes'),
};

export const useMarked = (what: keyof typeof marked): boolean =>
  useSyncExternalStore(marked[what].subscribe, marked[what].isOn);

function saved(key: string): boolean {
  try {
    return localStorage.getItem(key) !== 'off';
  } catch {
    return true;
  }
}
