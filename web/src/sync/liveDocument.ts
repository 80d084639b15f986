import { applyAwarenessUpdate, removeAwarenessStates } from 'y-protocols/awareness';
import * as Y from 'yjs';
import type { Role, Ticket } from '../api/types';
import { Absence } from './absence';
import { Connection, type Surroundings } from './connection';
import { forgetDeviceCopy, type DeviceKey } from './deviceCopies';
import { renewalFrame, step1Frame, step2Frame, updateFrame, type Frame, type LiveEvent } from './frames';
import { Listeners } from './listeners';
import { OPENING, viewWith, type Leftover, type LiveView } from './liveView';
import type { Merged } from './merged';
import { PacedAwareness } from './pacedAwareness';
import { peopleIn } from './people';
import { Replica } from './replica';
import type { Link, SaveState } from './saveState';
import { SaveWatch } from './saveWatch';
import { isTaken } from './takenId';
import { mayEdit } from './ticket';
import type { Watchable } from './watched';

/** The person's own role in the document was changed while it was open. */
export interface AccessChange {
  from: Role;
  to: Role;
}

export interface Me {
  id: string;
  name: string;
}

/** The server cuts a connection at 1 MiB a frame, but takes a step 2 of 8 MiB once per connection. */
const LARGEST_FRAME = 1024 * 1024 - 64;
const NOTHING = Y.encodeStateAsUpdate(new Y.Doc());

/** A document that is open on this page: its text, who else is here, and whether everything typed is saved. */
export class LiveDocument {
  readonly #documentId: string;
  readonly #me: Me;
  readonly #around: Surroundings;
  readonly #connection: Connection;
  readonly #awareness = new PacedAwareness((frame) => this.#connection.send(frame));
  readonly #absence = new Absence();
  readonly #shown = new Listeners();
  readonly #events = new Listeners<LiveEvent>();
  readonly #merged = new Listeners<Merged>();
  readonly #access = new Listeners<AccessChange>();
  readonly #save: SaveWatch;
  #view = OPENING;
  #replica: Replica | null = null;
  #link: Link = 'opening';
  /** The server's step 1 has come: from here on every update is sent as it is made. */
  #isShaken = false;
  #textIsHere = false;
  #refusedBefore = false;
  #recalling: Promise<void> | null = null;
  #isAway = false;
  #stopListening: () => void = () => undefined;

  constructor(documentId: string, me: Me, around: Surroundings) {
    this.#documentId = documentId;
    this.#me = me;
    this.#around = around;
    this.#save = new SaveWatch(around, () => this.#refresh());
    this.#connection = new Connection(
      {
        welcome: (ticket) => this.#welcome(ticket),
        opened: () => this.#opened(),
        received: (frame) => this.#received(frame),
        dropped: () => this.#dropped(),
        refused: (reason) => this.#refused(reason),
        ended: (reason) => this.#ended(reason),
        question: () => step1Frame(Y.encodeStateVector(this.#replica?.doc ?? new Y.Doc())),
      },
      around,
    );
  }

  start(): void {
    this.#stopListening = this.#around.onToken((token) => this.#connection.send(renewalFrame(token)));
    this.#show({ ended: null });
    this.#connection.start();
  }

  stop(): void {
    this.#stopListening();
    this.#connection.stop();
    this.#save.stop();
    this.#awareness.stop();
    this.#replica?.close();
    this.#replica = null;
    this.#link = 'opening';
    this.#shake(false);
    this.#textIsHere = false;
    this.#recalling = null;
    this.#show({ replica: null, people: [] });
  }

  readonly subscribe = this.#shown.add;

  /** What happens to the document beside its text; call what is returned to end it. */
  readonly onEvent = this.#events.add;

  /** The page was away for a while and has caught up; call what is returned to end it. */
  readonly onMerged = this.#merged.add;

  /** Somebody gave the person another role, or took one; call what is returned to end it. */
  readonly onAccess = this.#access.add;

  readonly view = () => this.#view;

  /** Whether everything typed here is saved. Beside the view: it changes with every key while the server is slow. */
  get save(): Watchable<SaveState> {
    return this.#save.state;
  }

  /** The others see who does nothing here for a while. */
  setAway(isAway: boolean): void {
    if (isAway === this.#isAway) return;
    this.#isAway = isAway;
    this.#replica?.awareness.setLocalStateField('away', isAway);
  }

  /** The person has copied it or doesn't want it: this device forgets it too. */
  discardLeftover(leftover: Leftover): void {
    forgetDeviceCopy(this.#deviceKey(leftover.epoch));
    this.#show({ leftovers: this.#view.leftovers.filter((one) => one !== leftover) });
  }

  /**
   * Takes in a history that was written before the document had a server, as if it had been typed here. It travels in
   * a step 2: those may carry the work of more clients than an update may. False before the text is here.
   */
  absorb(history: Uint8Array): boolean {
    const replica = this.#view.replica;
    if (replica?.canEdit !== true) return false;
    Y.applyUpdate(replica.doc, history, this);
    replica.unsaved.changed(this.#around.now());
    replica.device?.rememberUnsaved(replica.unsaved.changes);
    this.#refresh();
    this.#connection.reopen();
    return true;
  }

  async #welcome(ticket: Ticket): Promise<void> {
    await this.#recalling;
    const canEdit = mayEdit(ticket.role);
    const replica = this.#replica;
    if (replica?.epoch !== ticket.epoch || replica.canEdit !== canEdit) {
      this.#setAside(replica?.epoch === ticket.epoch ? 'edits-refused' : 'epoch-changed');
      // A writer's own copy of this epoch is opened, and what is unsaved in it is sent.
      await this.#offerUnsent(canEdit && !this.#refusedBefore ? ticket.epoch : null, (epoch) =>
        epoch === ticket.epoch ? 'edits-refused' : 'epoch-changed',
      );
      await this.#prepare(ticket.epoch, canEdit);
    }
    this.#around.remember?.(ticket.epoch, ticket.role);
    const before = this.#view.role;
    this.#show({ role: ticket.role });
    if (before !== null && before !== ticket.role) this.#access.tell({ from: before, to: ticket.role });
  }

  async #ended(reason: 'gone' | 'signed-out'): Promise<void> {
    if (reason === 'gone') {
      this.#forgetReading();
      this.#setAside('gone');
      await this.#offerUnsent(null, () => 'gone');
    }
    this.#show({ ended: reason });
  }

  /** What was typed here earlier into a copy that this page doesn't open must not lie there where nobody finds it. */
  async #offerUnsent(opens: number | null, reasonOf: (epoch: number) => Leftover['reason']): Promise<void> {
    const unsent = (await this.#around.unsentEdits?.()) ?? [];
    const before = this.#view.leftovers.filter(({ epoch }) => epoch !== opens);
    const found = unsent
      .filter(({ epoch }) => epoch !== opens && !before.some((one) => one.epoch === epoch))
      .map((edits) => ({ ...edits, reason: reasonOf(edits.epoch) }));
    this.#show({ leftovers: [...before, ...found] });
  }

  /** Without a server a document that was open here before opens from this device. */
  async #recall(): Promise<void> {
    const known = this.#around.recall?.() ?? null;
    if (known === null) return;
    const canEdit = mayEdit(known.role);
    if (!canEdit && this.#around.keepsReading !== true) return;
    await this.#prepare(known.epoch, canEdit);
    const replica = this.#replica;
    if (replica === null) return;
    // Of a reader there may be none yet, and an empty page would say that the document is empty.
    if (!canEdit && !replica.wasHere) {
      this.#replica = null;
      replica.close();
      return;
    }
    this.#textIsHere = true;
    this.#show({ role: known.role });
    this.#refresh();
  }

  async #prepare(epoch: number, canEdit: boolean): Promise<void> {
    // After a refusal the writer's copy holds what was refused: it stays closed.
    const keepsCopy = canEdit ? !this.#refusedBefore : this.#around.keepsReading === true;
    const key = canEdit ? this.#deviceKey(epoch) : this.#readingKey(epoch);
    const replica: Replica = new Replica(
      key,
      canEdit,
      keepsCopy ? { storage: () => this.#refresh(), inherited: (changes) => this.#inherited(replica, changes) } : null,
    );
    this.#replica = replica;
    await replica.load();
    replica.doc.on('update', (update: Uint8Array, origin: unknown, _doc: Y.Doc, { local }: Y.Transaction) => {
      if (local) this.#changedHere(replica, update);
      // Words of another tab, which the server may lack: before anything builds on them they travel in a step 2.
      else if (origin === replica.device && this.#isShaken) this.#connection.reopen();
    });
    replica.awareness.on('update', (_changes: unknown, origin: unknown) => {
      if (origin === 'local') this.#awareness.share(replica.awareness);
    });
    replica.awareness.on('change', () => this.#show({ people: peopleIn(replica.awareness, this.#me.id) }));
    replica.awareness.setLocalState({ user: this.#me, cursor: null, away: this.#isAway });
  }

  #deviceKey(epoch: number): DeviceKey {
    return { userId: this.#me.id, documentId: this.#documentId, epoch };
  }

  #readingKey(epoch: number): DeviceKey {
    return { ...this.#deviceKey(epoch), isReading: true };
  }

  /** What somebody may no longer read doesn't stay with them. */
  #forgetReading(): void {
    if (this.#replica?.canEdit === false) void this.#replica.device?.forget();
  }

  #changedHere(replica: Replica, update: Uint8Array): void {
    const now = this.#around.now();
    this.#save.changed(now);
    replica.unsaved.changed(now);
    if (this.#isShaken) {
      const frame = updateFrame(update);
      if (frame.length > LARGEST_FRAME) {
        this.#connection.reopen();
      } else {
        replica.unsaved.sent(now);
        this.#connection.send(frame);
      }
    }
    replica.device?.rememberUnsaved(replica.unsaved.changes);
    if (!this.#isShaken) replica.device?.tellTabs();
    this.#refresh();
  }

  /** Another tab was closed before the server had all of it. */
  #inherited(replica: Replica, changes: number): void {
    if (replica !== this.#replica) return;
    replica.unsaved.changed(this.#around.now(), changes);
    replica.device?.rememberUnsaved(replica.unsaved.changes);
    this.#refresh();
    this.#connection.reopen();
  }

  #opened(): void {
    const replica = this.#replica;
    if (replica === null) return;
    this.#link = 'online';
    replica.unsaved.connected(this.#around.now());
    this.#absence.isOver(replica.unsaved.changes);
    this.#connection.send(step1Frame(Y.encodeStateVector(replica.doc)));
    // Others may remember this client from before the line broke: a higher clock makes them listen again.
    replica.awareness.setLocalState(replica.awareness.getLocalState());
    this.#refresh();
  }

  #received(frame: Frame): void {
    const replica = this.#replica;
    if (replica === null) return;
    switch (frame.kind) {
      case 'step1':
        if (isTaken(replica.doc, Y.decodeStateVector(frame.stateVector))) this.#startAnew();
        else this.#answer(replica, frame.stateVector);
        break;
      case 'step2':
        if (isTaken(replica.doc, Y.parseUpdateMeta(frame.update).to)) {
          this.#startAnew();
          break;
        }
        this.#catchUp(replica, frame.update);
        if (!this.#textIsHere && !replica.wasHere) replica.news.clear();
        this.#textIsHere = true;
        this.#connection.settled();
        this.#refresh();
        break;
      case 'update':
        Y.applyUpdate(replica.doc, frame.update, this);
        break;
      case 'awareness':
        applyAwarenessUpdate(replica.awareness, frame.update, this);
        break;
      case 'awareness-wanted':
        this.#awareness.share(replica.awareness);
        break;
      case 'committed':
        if (frame.epoch !== replica.epoch) break;
        replica.unsaved.committed(frame.count);
        replica.device?.rememberUnsaved(replica.unsaved.changes);
        this.#refresh();
        break;
      case 'event':
        this.#events.tell(frame.event);
        break;
      // A refusal is followed by the close code that says what to do.
      case 'denied':
      case 'other':
        break;
    }
  }

  #catchUp(replica: Replica, update: Uint8Array): void {
    // An empty page that fills is no news.
    if (!this.#textIsHere) this.#absence.forget();
    const takeIn = () => Y.applyUpdate(replica.doc, update, this);
    const merged = this.#absence.catchUp(replica.text, this.#around.now(), takeIn);
    if (merged !== null) this.#merged.tell(merged);
  }

  #answer(replica: Replica, stateVector: Uint8Array): void {
    const update = replica.canEdit ? Y.encodeStateAsUpdate(replica.doc, stateVector) : NOTHING;
    replica.unsaved.sent(this.#around.now());
    this.#shake(true);
    this.#connection.send(step2Frame(update));
    this.#refresh();
  }

  #shake(isShaken: boolean): void {
    this.#isShaken = isShaken;
    if (this.#replica?.device != null) this.#replica.device.isRelayed = isShaken;
  }

  #dropped(): void {
    this.#link = 'offline';
    this.#absence.began(this.#around.now());
    this.#shake(false);
    const replica = this.#replica;
    if (replica === null && this.#view.ended === null && this.#view.leftovers.length === 0)
      this.#recalling ??= this.#recall();
    if (replica !== null) {
      replica.unsaved.disconnected();
      const others = [...replica.awareness.getStates().keys()].filter((id) => id !== replica.doc.clientID);
      removeAwarenessStates(replica.awareness, others, this);
      // What the device kept is better than an empty page.
      if (replica.text.length > 0) this.#textIsHere = true;
    }
    this.#refresh();
  }

  #refused(reason: Leftover['reason']): void {
    this.#refusedBefore ||= reason === 'edits-refused';
    this.#setAside(reason);
  }

  /** What is typed under an id that another writes under too, the server would take for what it has, and drop. */
  #startAnew(): void {
    this.#refused('edits-refused');
    this.#connection.reopen();
  }

  #setAside(reason: Leftover['reason']): void {
    const replica = this.#replica;
    if (replica === null) return;
    const changes = replica.unsaved.changes;
    const { epoch } = replica;
    let { leftovers } = this.#view;
    if (changes > 0) leftovers = [...leftovers, { reason, epoch, changes, text: replica.text.toJSON() }];
    this.#replica = null;
    this.#textIsHere = false;
    this.#save.forget();
    this.#absence.forget();
    // Nobody may go on typing into a text that leads nowhere.
    this.#show({ leftovers, replica: null, people: [] });
    this.#awareness.stop();
    replica.close();
  }

  #refresh(): void {
    const asks = this.#save.look(this.#link, this.#replica);
    this.#show({ replica: this.#textIsHere ? this.#replica : null });
    // Last: an answer brings this method here again, which must find the state shown.
    if (asks) this.#connection.ask();
  }

  #show(changed: Partial<LiveView>): void {
    const view = viewWith(this.#view, changed);
    if (view === this.#view) return;
    this.#view = view;
    this.#shown.tell(undefined);
  }
}
