const RENEW_BEFORE = 30_000;

/** The access token lives in this variable's reach and nowhere else: no storage, no URL, no other tab. */
export class AccessToken {
  #value: string | null = null;
  #goodUntil = 0;
  #renewing: Promise<boolean> | null = null;
  readonly #renew: () => Promise<{ accessToken: string; expiresIn: number } | null>;
  readonly #now: () => number;
  /** Called when the server no longer knows this browser. */
  onEnd: () => void = () => undefined;

  /** @param renew asks the server, which knows the browser by its cookie; null says that it doesn't. */
  constructor(renew: () => Promise<{ accessToken: string; expiresIn: number } | null>, now: () => number) {
    this.#renew = renew;
    this.#now = now;
  }

  accept(answer: { accessToken: string; expiresIn: number }): void {
    this.#value = answer.accessToken;
    this.#goodUntil = this.#now() + answer.expiresIn * 1000;
  }

  forget(): void {
    this.#value = null;
    this.#goodUntil = 0;
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
