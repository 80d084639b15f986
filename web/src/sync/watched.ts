/** As those see it who don't set it. */
export type Watchable<T> = Pick<Watched<T>, 'subscribe' | 'get'>;

/** A value that changes with every key: who shows it follows it by itself, and nothing around is drawn again. */
export class Watched<T> {
  #value: T;
  readonly #listeners = new Set<() => void>();

  constructor(value: T) {
    this.#value = value;
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  readonly get = () => this.#value;

  /** Also tells when it is the same again: then something is asked for a second time. */
  readonly set = (value: T) => {
    this.#value = value;
    for (const listener of this.#listeners) listener();
  };
}
