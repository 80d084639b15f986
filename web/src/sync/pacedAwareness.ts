import { encodeAwarenessUpdate, type Awareness } from 'y-protocols/awareness';
import { awarenessFrame } from './frames';

/** Ten awareness messages a second are allowed; a cursor needs no more. */
const PAUSE = 120;

/** Tells the others about this person: at once after a quiet moment, else the latest state when the pause is over. */
export class PacedAwareness {
  readonly #send: (frame: Uint8Array) => void;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #waiting: Awareness | null = null;

  constructor(send: (frame: Uint8Array) => void) {
    this.#send = send;
  }

  share(awareness: Awareness): void {
    this.#waiting = awareness;
    if (this.#pause === undefined) this.#flush();
  }

  stop(): void {
    clearTimeout(this.#pause);
    this.#pause = undefined;
    this.#waiting = null;
  }

  #flush(): void {
    this.#pause = undefined;
    const awareness = this.#waiting;
    if (awareness === null) return;
    this.#waiting = null;
    this.#send(awarenessFrame(encodeAwarenessUpdate(awareness, [awareness.clientID])));
    this.#pause = setTimeout(() => this.#flush(), PAUSE);
  }
}
