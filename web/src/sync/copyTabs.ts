import { uuidv4 } from 'lib0/random';

type Message = { kind: 'here'; tab: string; answer: boolean } | { kind: 'wrote' } | { kind: 'forgotten' };

export interface TabEvents {
  /** Another tab has written into the copy what it can't send. */
  wrote: () => void;
  /** Another tab has taken the copy off this device. */
  forgotten: () => void;
  /** Another tab was closed, or has died. While this is awaited no third one is told. */
  left: (tab: string) => Promise<void>;
}

/**
 * The tabs of this browser that have one copy open. Each holds a lock as long as it lives, for which all others wait.
 * Where the browser has no locks nobody hears that a tab has left; what it noted is found at the next opening.
 */
export class CopyTabs {
  readonly id = uuidv4();
  readonly #name: string;
  readonly #events: TabEvents;
  readonly #channel: BroadcastChannel;
  readonly #locks = (navigator as { locks?: LockManager }).locks;
  readonly #watched = new Set<string>();
  readonly #end = new AbortController();

  constructor(name: string, events: TabEvents) {
    this.#name = name;
    this.#events = events;
    this.#channel = new BroadcastChannel(name);
    this.#channel.addEventListener('message', ({ data }: MessageEvent<Message>) => this.#heard(data));
    this.#holdLock();
  }

  tell(kind: 'wrote' | 'forgotten'): void {
    this.#post({ kind });
  }

  /** Whether a tab that isn't known to live has left; if it hasn't, `left` is called when it does. */
  async hasLeft(tab: string): Promise<boolean> {
    if (this.#locks === undefined) return true;
    try {
      const isFree = await this.#locks.request(this.#lockOf(tab), { ifAvailable: true }, (lock) => lock !== null);
      if (!isFree) this.#watch(tab);
      return isFree;
    } catch {
      // There are browsers that refuse locks: then it is as if they had none.
      return true;
    }
  }

  close(): void {
    this.#end.abort();
    this.#channel.close();
  }

  #heard(message: Message): void {
    switch (message.kind) {
      case 'here':
        this.#watch(message.tab);
        if (!message.answer) this.#post({ kind: 'here', tab: this.id, answer: true });
        break;
      case 'wrote':
        this.#events.wrote();
        break;
      case 'forgotten':
        this.#events.forgotten();
        break;
    }
  }

  #holdLock(): void {
    const live = () => {
      // Told only now: whoever waited for the lock before it was held would take this tab for a dead one.
      this.#post({ kind: 'here', tab: this.id, answer: false });
      return new Promise<void>((release) => {
        if (this.#end.signal.aborted) release();
        this.#end.signal.addEventListener('abort', () => release());
      });
    };
    this.#locks?.request(this.#lockOf(this.id), live).catch(() => undefined);
  }

  #watch(tab: string): void {
    if (this.#locks === undefined || tab === this.id || this.#watched.has(tab)) return;
    this.#watched.add(tab);
    this.#locks
      .request(this.#lockOf(tab), { signal: this.#end.signal }, () => this.#events.left(tab))
      .catch(() => undefined);
  }

  readonly #lockOf = (tab: string) => `${this.#name}#${tab}`;

  #post(message: Message): void {
    if (!this.#end.signal.aborted) this.#channel.postMessage(message);
  }
}
