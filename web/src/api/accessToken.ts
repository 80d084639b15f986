/** On demand, a token this close to its end is renewed first. */
const RENEW_BEFORE = 30_000;
/** By itself it is renewed earlier, so that open sockets never come to their deadline. */
const RENEW_AHEAD = 60_000;

/** The access token lives in this variable's reach and nowhere else: no storage, no URL, no other tab. */
export class AccessToken {
  #value: string | null = null;
  #goodUntil = 0;
  #ahead: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<(token: string) => void>();
  #renewing: Promise<boolean> | null = null;
  #renew: () => Promise<{ accessToken: string; expiresIn: number } | null>;
  readonly #now: () => number;
  /** Called when the server no longer knows this browser. */
  onEnd: () => void = () => undefined;

  /** @param renew asks the server, which knows the browser by its cookie; null says that it doesn't. */
  constructor(renew: () => Promise<{ accessToken: string; expiresIn: number } | null>, now: () => number) {
    this.#renew = renew;
    this.#now = now;
  }

  /** From now on new tokens come from elsewhere: a guest's come by their link. */
  renewBy(renew: () => Promise<{ accessToken: string; expiresIn: number } | null>): void {
    this.#renew = renew;
  }

  accept(answer: { accessToken: string; expiresIn: number }): void {
    this.#value = answer.accessToken;
    const life = answer.expiresIn * 1000;
    this.#goodUntil = this.#now() + life;
    clearTimeout(this.#ahead);
    // If the server is away then, the next caller tries again.
    this.#ahead = setTimeout(() => void this.renew().catch(() => undefined), Math.max(life - RENEW_AHEAD, life / 2));
    for (const listener of this.#listeners) listener(answer.accessToken);
  }

  /** Every new token, as soon as it is here; call what is returned to end it. */
  readonly subscribe = (listener: (token: string) => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  forget(): void {
    this.#value = null;
    this.#goodUntil = 0;
    clearTimeout(this.#ahead);
  }

  /** The token, renewed when it is about to end; null when nobody is signed in. */
  async current(): Promise<string | null> {
    if (this.#value !== null && this.#now() > this.#goodUntil - RENEW_BEFORE) await this.renew();
    return this.#value;
  }

  /** Callers that come while a renewal is under way wait for that one. False: sign in again. */
  renew(): Promise<boolean> {
    this.#renewing ??= this.#renewOnce().finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  async #renewOnce(): Promise<boolean> {
    const answer = await this.#renew();
    if (answer === null) {
      this.forget();
      this.onEnd();
      return false;
    }
    this.accept(answer);
    return true;
  }
}
