import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import type { Role, Ticket } from '../api/types';
import { step1Frame, step2Frame, updateFrame } from './frames';
import { LiveDocument, type AccessChange } from './liveDocument';
import type { LiveView } from './liveView';
import type { Merged } from './merged';
import type { TicketAnswer } from './ticket';
import type { UnsentEdits } from './unsentHere';

const ME = { id: 'me', name: 'Me' };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('typed text is called saved only after its acknowledgement', async () => {
  const { live, server } = await open();
  type(live, 'Hello');
  await pause(1_000);
  expect(live.save.get()).toEqual({ kind: 'saving' });
  server.commit();
  expect(server.text()).toBe('Hello');
  expect(live.save.get()).toEqual({ kind: 'saved' });
});

test('while the server is slow, only the save state changes, and nothing else that is shown', async () => {
  const { live } = await open();
  const before = live.view();
  const told: string[] = [];
  live.save.subscribe(() => told.push(live.save.get().kind));
  type(live, 'Hello');
  await pause(7_500);
  expect(told).toEqual(['editing', 'saving', 'local-fail']);
  expect(live.view()).toBe(before);
});

test('before the server has answered once, nothing is called saved', async () => {
  const { live } = await open({ commits: false });
  expect(live.save.get()).toEqual({ kind: 'opening' });
});

test('text typed without a line reaches the server when it is back', async () => {
  const { live, server } = await open();
  server.drop(1006);
  type(live, 'one');
  type(live, 'two');
  await pause(10);
  expect(live.save.get()).toEqual({ kind: 'local-fail' });
  await pause(20_000);
  server.commit();
  expect(server.text()).toBe('onetwo');
  expect(live.save.get()).toEqual({ kind: 'saved' });
});

test('who comes back after a while is told what met, and what others wrote meanwhile', async () => {
  const { live, server } = await open();
  type(live, 'Here: ');
  server.commit();
  const told: Merged[] = [];
  live.onMerged((merged) => told.push(merged));
  server.reachable = false;
  server.drop(1006);
  type(live, 'mine');
  server.type('theirs, ');
  await pause(20_000);
  server.reachable = true;
  await pause(60_000);
  expect(told).toHaveLength(1);
  expect(told[0]?.changes).toBe(1);
  expect(told[0]?.parts).toContainEqual({ kind: 'added', text: 'theirs, ' });
});

test('a line that breaks for a moment is no news', async () => {
  const { live, server } = await open();
  const told: Merged[] = [];
  live.onMerged((merged) => told.push(merged));
  type(live, 'mine');
  server.drop(1012);
  await pause(1_000);
  server.commit();
  expect(server.text()).toBe('mine');
  expect(told).toEqual([]);
});

test('what was sent but not committed when the server died is sent again, once', async () => {
  const { live, server } = await open();
  type(live, 'lost?');
  server.die();
  expect(server.text()).toBe('');
  await pause(20_000);
  server.commit();
  expect(server.text()).toBe('lost?');
});

test('others’ text arrives, and is nobody’s unsaved change here', async () => {
  const { live, server } = await open();
  server.type('from elsewhere');
  expect(text(live)).toBe('from elsewhere');
  await pause(1_000);
  expect(live.save.get()).toEqual({ kind: 'saved' });
});

test('another epoch brings another text, and what was unsaved is offered instead of merged', async () => {
  const { live, server } = await open();
  type(live, 'old text');
  server.replace('new text');
  await pause(20_000);
  server.commit();
  expect(text(live)).toBe('new text');
  expect(server.text()).toBe('new text');
  const offered = { reason: 'epoch-changed' as const, epoch: 1, text: 'old text', changes: 1 };
  expect(live.view().leftovers).toEqual([offered]);
  for (const leftover of live.view().leftovers) live.discardLeftover(leftover);
  expect(live.view().leftovers).toEqual([]);
});

test('refused edits are offered to the person, and the server’s text is shown', async () => {
  const { live, server } = await open();
  type(live, 'not allowed');
  server.role = 'viewer';
  server.drop(4403);
  expect(live.view().replica, 'nobody can type into what was refused').toBeNull();
  await pause(20_000);
  expect(text(live)).toBe('');
  expect(live.save.get()).toEqual({ kind: 'read-only' });
  expect(live.view().leftovers).toEqual([{ reason: 'edits-refused', epoch: 1, text: 'not allowed', changes: 1 }]);
});

test('under an id that somebody else wrote under while the page was away nothing is called saved', async () => {
  const { live, server } = await open();
  const { clientID } = replica(live).doc;
  server.reachable = false;
  server.drop(1006);
  type(live, 'mine');
  server.write(clientID, 'theirs, and longer');
  server.reachable = true;
  await pause(60_000);
  server.commit();
  expect(live.view().leftovers).toEqual([{ reason: 'edits-refused', epoch: 1, text: 'mine', changes: 1 }]);
  expect(text(live)).toBe('theirs, and longer');
  expect(replica(live).doc.clientID).not.toBe(clientID);
  type(live, '.');
  server.commit();
  expect(server.text()).toBe('theirs, and longer.');
});

test('a role that is taken or given while the document is open is told, and once', async () => {
  const { live, server } = await open();
  const told: AccessChange[] = [];
  live.onAccess((change) => told.push(change));
  server.role = 'commenter';
  server.drop(4403);
  await pause(20_000);
  expect(told).toEqual([{ from: 'editor', to: 'commenter' }]);
  server.role = 'owner';
  server.drop(1012);
  await pause(20_000);
  server.drop(1006);
  await pause(20_000);
  expect(told).toEqual([
    { from: 'editor', to: 'commenter' },
    { from: 'commenter', to: 'owner' },
  ]);
  expect(live.view().replica?.canEdit).toBe(true);
});

const EARLIER = { epoch: 1, text: 'typed on the train', changes: 4 };

test('what was typed here before the right to write was taken is offered', async () => {
  const { live } = await open({ role: 'viewer', unsent: [EARLIER] });
  expect(live.view().replica?.canEdit).toBe(false);
  expect(live.view().leftovers).toEqual([{ ...EARLIER, reason: 'edits-refused' }]);
});

test('what was typed here into an earlier epoch is offered, and what this page sends isn’t', async () => {
  const { live } = await open({ epoch: 2, unsent: [EARLIER, { ...EARLIER, epoch: 2 }] });
  expect(live.view().leftovers).toEqual([{ ...EARLIER, reason: 'epoch-changed' }]);
});

test('whoever may write again has it sent, and is offered it no longer', async () => {
  const { live, server } = await open({ role: 'viewer', unsent: [EARLIER] });
  server.role = 'editor';
  server.drop(1012);
  await pause(1_000);
  expect(live.view().replica?.canEdit).toBe(true);
  expect(live.view().leftovers).toEqual([]);
});

test('whose access is taken is offered what wasn’t sent, of this page and of earlier', async () => {
  const { live, server } = await open({ epoch: 2, unsent: [EARLIER] });
  server.reachable = false;
  server.drop(1006);
  type(live, 'and here');
  await pause(20_000);
  server.gone = true;
  server.reachable = true;
  await pause(60_000);
  expect(live.view().ended).toBe('gone');
  expect(live.view().leftovers).toEqual([
    { ...EARLIER, reason: 'epoch-changed' },
    { reason: 'gone', epoch: 2, text: 'and here', changes: 1 },
  ]);
});

test('a document that is there again opens again', async () => {
  const { live, server } = await open();
  server.drop(4404);
  await settle();
  expect(live.view().ended).toBe('gone');
  live.stop();
  live.start();
  await settle();
  server.commit();
  expect(live.view().ended).toBeNull();
  expect(live.save.get()).toEqual({ kind: 'saved' });
});

test('a document that is gone is not asked for again', async () => {
  const { live, server } = await open();
  server.drop(4404);
  await pause(60_000);
  expect(live.view().ended).toBe('gone');
  expect(server.sockets).toBe(1);
});

test('a used-up ticket is replaced by a new one', async () => {
  const { server } = await open();
  server.drop(4401);
  await pause(1_000);
  expect(server.tickets).toBe(2);
  expect(server.sockets).toBe(2);
});

test('a renewed token is handed to the server before the old one ends', async () => {
  const { server, renew } = await open();
  renew('fresh');
  expect(server.token).toBe('fresh');
});

test('a server that restarts is found again within half a second', async () => {
  const { live, server } = await open();
  server.drop(1012);
  await pause(500);
  expect(server.sockets).toBe(2);
  server.commit();
  expect(live.save.get()).toEqual({ kind: 'saved' });
});

test('a server that sends everybody away again and again is asked less and less', async () => {
  const { server } = await open();
  const waits: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    const before = server.sockets;
    server.drop(1012);
    let waited = 0;
    for (; server.sockets === before; waited += 50) await pause(50);
    waits.push(waited);
  }
  expect(waits[0]).toBeLessThanOrEqual(500);
  expect(waits[6]).toBeGreaterThanOrEqual(5_000);
  // Once it has been well for a while, the next restart is a restart.
  await pause(10_000);
  const before = server.sockets;
  server.drop(1012);
  await pause(500);
  expect(server.sockets).toBe(before + 1);
});

test('when the network returns, the wait ends at once', async () => {
  const { server, network } = await open();
  server.reachable = false;
  server.drop(1006);
  await pause(60_000);
  server.reachable = true;
  const before = server.sockets;
  network.dispatchEvent(new Event('online'));
  await settle();
  expect(server.sockets).toBe(before + 1);
});

test('a line that has silently died is noticed and replaced', async () => {
  const { live, server } = await open();
  server.loseSight();
  type(live, 'into the void');
  await pause(5_000);
  expect(live.save.get().kind).toBe('local-fail');
  await pause(11_000);
  server.commit();
  expect(server.text()).toBe('into the void');
});

test('while a change waits, a line that dies after it has answered once is noticed too', async () => {
  const { live, server } = await open();
  type(live, 'late');
  await pause(6_000);
  server.loseSight();
  await pause(25_000);
  server.commit();
  expect(server.sockets).toBe(2);
  expect(server.text()).toBe('late');
  expect(live.save.get()).toEqual({ kind: 'saved' });
});

test('a server that answers and takes its time is not given up', async () => {
  const { live, server } = await open();
  type(live, 'late');
  await pause(120_000);
  expect(server.sockets).toBe(1);
  server.commit();
  expect(live.save.get()).toEqual({ kind: 'saved' });
});

test('a frame that the server would refuse for its size travels as a step 2', async () => {
  const { live, server } = await open();
  const large = 'x'.repeat(1_200_000);
  type(live, large);
  await pause(1_000);
  server.commit();
  expect(server.sockets).toBe(2);
  expect(server.text()).toBe(large);
});

test('cursors are sent at most every 120 ms, and the last one always is', async () => {
  const { live, server } = await open();
  await pause(1_000);
  const before = server.awareness;
  for (let i = 0; i < 30; i++) live.view().replica?.awareness.setLocalStateField('cursor', i);
  await pause(119);
  expect(server.awareness - before).toBe(1);
  await pause(1);
  expect(server.awareness - before).toBe(2);
});

// --- a server in a few lines: it keeps the text and acknowledges when told to ---

interface Opening {
  commits?: boolean;
  role?: Role;
  epoch?: number;
  unsent?: UnsentEdits[];
}

async function open({ commits = true, role = 'editor', epoch = 1, unsent = [] }: Opening = {}) {
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
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await pause(0);
}

const pause = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

function replica(live: LiveDocument) {
  const { replica: open }: LiveView = live.view();
  if (open === null) throw new Error('The text is not here.');
  return open;
}

const type = (live: LiveDocument, what: string) => replica(live).text.insert(replica(live).text.length, what);
const text = (live: LiveDocument) => replica(live).text.toJSON();

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
