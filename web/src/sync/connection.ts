import type { Role, Ticket } from '../api/types';
import { closedBecause } from './closeCodes';
import { readFrame, type Frame } from './frames';
import { atOnce, restartDelay, retryDelay, type Delay } from './retry';
import type { TicketAnswer } from './ticket';
import type { UnsentEdits } from './unsentHere';

export interface Surroundings {
  askTicket: () => Promise<TicketAnswer>;
  openSocket: (ticket: Ticket) => WebSocket;
  now: () => number;
  chance: () => number;
  /** Calls back with every new access token. */
  onToken: (listener: (token: string) => void) => () => void;
  /** What this device knows of the document from when it was open before; null when it never was. */
  recall?: () => { epoch: number; role: Role } | null;
  remember?: (epoch: number, role: Role) => void;
  /** What was typed here, in whichever epoch, and isn't known to be on the server. */
  unsentEdits?: () => Promise<UnsentEdits[]>;
  /** Whether this device keeps what somebody may only read. A guest's way in is their link, which it doesn't keep either. */
  keepsReading?: boolean;
  /** Raises `online` and `offline`: the window. */
  network: EventTarget;
}

/** What a connection tells the document that it serves. */
export interface Listener {
  /** Called before each socket opens; the document gets ready for the ticket's epoch and role. */
  welcome: (ticket: Ticket) => Promise<void>;
  opened: () => void;
  received: (frame: Frame) => void;
  dropped: () => void;
  /** The server will never take what this document holds. */
  refused: (reason: 'edits-refused' | 'epoch-changed') => void;
  /** There is nothing to come back to. */
  ended: (reason: 'gone' | 'signed-out') => Promise<void>;
  /** A message that any server answers at once. */
  question: () => Uint8Array;
}

const SILENCE_BEFORE_QUESTION = 45_000;
const PATIENCE_FOR_ANSWER = 10_000;
const PATIENCE_FOR_OPENING = 10_000;
/** A socket that lived shorter than this hasn't proven that the server is well again. */
const STEADY_AFTER = 10_000;
const NORMAL_CLOSURE = 1000;

/** One document's socket, again and again: ticket, socket, wait, until `stop`. */
export class Connection {
  readonly #listener: Listener;
  readonly #around: Surroundings;
  #socket: WebSocket | null = null;
  #attempt = 0;
  #settledAt: number | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #connecting = false;
  #stopped = false;

  constructor(listener: Listener, around: Surroundings) {
    this.#listener = listener;
    this.#around = around;
  }

  start(): void {
    this.#stopped = false;
    this.#around.network.addEventListener('online', this.#hurry);
    this.#around.network.addEventListener('offline', this.ask);
    void this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    this.#around.network.removeEventListener('online', this.#hurry);
    this.#around.network.removeEventListener('offline', this.ask);
    clearTimeout(this.#retry);
    clearTimeout(this.#silence);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close(NORMAL_CLOSURE);
  }

  /** On a socket that is closing nothing is sent: what it would have carried is unsaved, and travels by the next. */
  send(frame: Uint8Array): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    // lib0 types its buffers loosely; they never are shared memory.
    this.#socket.send(frame as Uint8Array<ArrayBuffer>);
  }

  /** The server has accepted this socket: once that has held for a while, the next failure starts counting anew. */
  settled(): void {
    this.#settledAt ??= this.#around.now();
  }

  /** Drops the socket and comes back at once; what is unsaved then travels in one step 2. */
  reopen(): void {
    this.#lose(atOnce);
  }

  /**
   * Drops a socket on which nothing is answered any more. A cable pulled out closes none, and the browser's `offline`
   * says nothing about a server on this machine: only asking tells.
   */
  readonly ask = () => {
    const socket = this.#socket;
    if (socket?.readyState !== WebSocket.OPEN) return;
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#lose(atOnce), PATIENCE_FOR_ANSWER);
    // Last: the answer, however soon it comes, ends this patience.
    this.send(this.#listener.question());
  };

  async #connect(): Promise<void> {
    if (this.#stopped || this.#connecting || this.#socket !== null) return;
    this.#connecting = true;
    try {
      const answer = await this.#around.askTicket();
      if (this.#isStopped()) return;
      switch (answer.kind) {
        case 'ticket':
          await this.#listener.welcome(answer.ticket);
          if (!this.#isStopped()) this.#open(answer.ticket);
          return;
        case 'unreachable':
          this.#listener.dropped();
          this.#again(retryDelay);
          return;
        case 'gone':
        case 'signed-out':
          await this.#listener.ended(answer.kind);
          return;
      }
    } finally {
      this.#connecting = false;
    }
  }

  // A method, so that the compiler doesn't conclude from an earlier look what an await may have changed.
  #isStopped(): boolean {
    return this.#stopped;
  }

  #open(ticket: Ticket): void {
    const socket = this.#around.openSocket(ticket);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#lose(retryDelay), PATIENCE_FOR_OPENING);
    socket.addEventListener('open', () => {
      if (this.#socket !== socket) return;
      this.#heard();
      this.#listener.opened();
    });
    socket.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (this.#socket === socket) this.#message(event.data);
    });
    socket.addEventListener('close', (event) => {
      if (this.#socket === socket) this.#closed(event.code);
    });
  }

  #message(data: unknown): void {
    this.#heard();
    if (!(data instanceof ArrayBuffer)) return;
    try {
      this.#listener.received(readFrame(new Uint8Array(data)));
    } catch (error) {
      console.error('MDReader could not read what the server sent and connects anew.', error);
      this.#lose(retryDelay);
    }
  }

  #closed(code: number): void {
    const reason = closedBecause(code);
    this.#socket = null;
    clearTimeout(this.#silence);
    this.#listener.dropped();
    switch (reason) {
      case 'gone':
        void this.#listener.ended('gone');
        return;
      case 'edits-refused':
      case 'epoch-changed':
        this.#listener.refused(reason);
        break;
      case 'restarting':
        this.#again(restartDelay);
        return;
      case 'ticket-refused':
      case 'lost':
        break;
    }
    this.#again(retryDelay);
  }

  #lose(delay: Delay): void {
    const socket = this.#socket;
    if (socket === null) return;
    this.#socket = null;
    clearTimeout(this.#silence);
    socket.close(NORMAL_CLOSURE);
    this.#listener.dropped();
    this.#again(delay);
  }

  #again(delay: Delay): void {
    if (this.#settledAt !== null && this.#around.now() - this.#settledAt >= STEADY_AFTER) this.#attempt = 0;
    this.#settledAt = null;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#connect(), delay(this.#attempt, this.#around.chance));
    this.#attempt += 1;
  }

  readonly #hurry = () => {
    if (this.#socket !== null || this.#connecting) return;
    this.#attempt = 0;
    clearTimeout(this.#retry);
    void this.#connect();
  };

  #heard(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(this.ask, SILENCE_BEFORE_QUESTION);
  }
}
