/** Longer ago, and what was answered may not be so any more. */
const GOOD_FOR = 20_000;

/**
 * A question that can be asked before anything is there to show its answer: by the address alone, while the program is
 * still loaded. Whoever asks next takes that answer, once; everybody after that asks anew.
 */
export class AskedAhead<Answer> {
  readonly #question: (id: string) => Promise<Answer>;
  readonly #now: () => number;
  #ahead: { id: string; answer: Promise<Answer>; at: number } | null = null;

  constructor(question: (id: string) => Promise<Answer>, now: () => number) {
    this.#question = question;
    this.#now = now;
  }

  begin(id: string): void {
    const ahead = { id, answer: this.#question(id), at: this.#now() };
    // A refusal is told to whoever waits for it; whoever comes later may be let in.
    ahead.answer.catch(() => {
      if (this.#ahead === ahead) this.#ahead = null;
    });
    this.#ahead = ahead;
  }

  ask(id: string): Promise<Answer> {
    const ahead = this.#ahead;
    this.#ahead = null;
    return ahead?.id === id && this.#now() - ahead.at < GOOD_FOR ? ahead.answer : this.#question(id);
  }

  /** What one person was answered is nothing for the next. */
  forget(): void {
    this.#ahead = null;
  }
}
