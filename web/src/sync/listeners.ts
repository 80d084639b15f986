/** Those who want to hear of something. */
export class Listeners<T = undefined> {
  readonly #all = new Set<(news: T) => void>();

  /** Call what is returned to end it. */
  readonly add = (listener: (news: T) => void) => {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  };

  tell(news: T): void {
    for (const listener of this.#all) listener(news);
  }
}
