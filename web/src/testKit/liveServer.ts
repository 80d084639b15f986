import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { vi } from 'vitest';
import * as Y from 'yjs';
import type { Role, Ticket } from '../api/types';
import { step1Frame, step2Frame, updateFrame } from '../sync/frames';
import { LiveDocument } from '../sync/liveDocument';
import type { LiveView } from '../sync/liveView';
import type { TicketAnswer } from '../sync/ticket';
import type { UnsentEdits } from '../sync/unsentHere';

const ME = { id: 'me', name: 'Me' };

interface Opening {
  commits?: boolean;
  role?: Role;
  epoch?: number;
  unsent?: UnsentEdits[];
}

export async function open({ commits = true, role = 'editor', epoch = 1, unsent = [] }: Opening = {}) {
  const server = new Server();
  server.role = role;
  server.epoch = epoch;
  const network = new EventTarget();
  let renew: (token: string) => void = () => undefined;
  const live = new LiveDocument('document', ME, {
    askTicket: () => Promise.resolve(server.ticket()),
    openSocket: (ticket) => server.connect(ticket) as unknown as WebSocket,
    now: () => Date.now(),
    chance: () => 0.5,
    onToken: (listener) => {
      renew = listener;
      return () => undefined;
    },
    network,
    unsentEdits: () => Promise.resolve(unsent),
  });
  server.commits = commits;
  live.start();
  await settle();
  server.commits = false;
  return { live, server, network, renew: (token: string) => renew(token) };
}

/** Lets everything happen that takes no time: tickets, the device's copy, the handshake. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await pause(0);
}

export const pause = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

export function replica(live: LiveDocument) {
  const { replica: open }: LiveView = live.view();
  if (open === null) throw new Error('The text is not here.');
  return open;
}

export const type = (live: LiveDocument, what: string) => replica(live).text.insert(replica(live).text.length, what);
export const text = (live: LiveDocument) => replica(live).text.toJSON();

/** A server in a few lines: it keeps the text and acknowledges when told to. */
class Server {
  epoch = 1;
  role: Role = 'editor';
  reachable = true;
  gone = false;
  /** Acknowledges at once; else when `commit` is called. */
  commits = false;
  tickets = 0;
  sockets = 0;
  awareness = 0;
  token: string | null = null;
  #doc = new Y.Doc();
  #socket: Socket | null = null;
  #received: Uint8Array[] = [];
  #committed = 0;

  ticket(): TicketAnswer {
    if (!this.reachable) return { kind: 'unreachable' };
    this.tickets += 1;
    if (this.gone) return { kind: 'gone' };
    const { role, epoch } = this;
    return { kind: 'ticket', ticket: { url: '/collab/document', ticket: 't', expiresAt: '', role, epoch } };
  }

  connect(ticket: Ticket): Socket {
    const socket = new Socket((frame) => this.#hear(socket, frame));
    this.sockets += 1;
    this.#socket = socket;
    this.#received = [];
    this.#committed = 0;
    queueMicrotask(() => {
      if (ticket.epoch !== this.epoch) {
        socket.end(4409);
        return;
      }
      socket.open();
      socket.receive(step1Frame(Y.encodeStateVector(this.#doc)));
    });
    return socket;
  }

  #hear(socket: Socket, frame: Uint8Array): void {
    if (socket !== this.#socket) return;
    const decoder = decoding.createDecoder(frame);
    const type = decoding.readVarUint(decoder);
    if (type === 1) this.awareness += 1;
    if (type === 101) this.token = decoding.readVarString(decoder);
    if (type !== 0) return;
    const step = decoding.readVarUint(decoder);
    const payload = decoding.readVarUint8Array(decoder);
    if (step === 0) socket.receive(step2Frame(Y.encodeStateAsUpdate(this.#doc, payload)));
    else this.#received.push(payload);
    if (this.commits) this.commit();
  }

  commit(): void {
    for (const update of this.#received) Y.applyUpdate(this.#doc, update);
    this.#committed += this.#received.length;
    this.#received = [];
    const encoder = encoding.createEncoder();
    for (const number of [100, this.epoch, 1, this.#committed]) encoding.writeVarUint(encoder, number);
    this.#socket?.receive(encoding.toUint8Array(encoder));
  }

  type(what: string): void {
    this.#doc.once('update', (update: Uint8Array) => this.#socket?.receive(updateFrame(update)));
    this.#doc.getText('content').insert(0, what);
  }

  /** As if another page had taken that id. */
  write(client: number, what: string): void {
    const other = new Y.Doc();
    other.clientID = client;
    other.getText('content').insert(0, what);
    Y.applyUpdate(this.#doc, Y.encodeStateAsUpdate(other));
  }

  text = () => this.#doc.getText('content').toJSON();

  drop(code: number): void {
    this.commits = false;
    this.#socket?.end(code);
  }

  /** As if a cable were pulled: nothing arrives, and nobody is told. */
  loseSight(): void {
    this.#socket = null;
  }

  /** What had arrived and wasn't committed is lost with the process. */
  die(): void {
    this.#received = [];
    this.drop(1006);
  }

  replace(content: string): void {
    this.#doc = new Y.Doc();
    this.#doc.getText('content').insert(0, content);
    this.epoch += 1;
    this.drop(4409);
  }
}

class Socket extends EventTarget {
  binaryType = '';
  readyState: number = WebSocket.CONNECTING;
  readonly #hear: (frame: Uint8Array) => void;

  constructor(hear: (frame: Uint8Array) => void) {
    super();
    this.#hear = hear;
  }

  send(frame: Uint8Array): void {
    if (this.readyState === WebSocket.OPEN) this.#hear(frame);
  }

  close(): void {
    this.readyState = WebSocket.CLOSED;
  }

  open(): void {
    this.readyState = WebSocket.OPEN;
    this.dispatchEvent(new Event('open'));
  }

  receive(frame: Uint8Array): void {
    this.dispatchEvent(new MessageEvent('message', { data: frame.slice().buffer }));
  }

  end(code: number): void {
    this.readyState = WebSocket.CLOSED;
    this.dispatchEvent(Object.assign(new Event('close'), { code }));
  }
}
