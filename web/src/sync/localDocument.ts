import * as Y from 'yjs';
import { BY_DOCUMENT, ENTRIES, many, one, UPDATES, writing, type StoredUpdate } from './localDatabase';
import { localEntries, newEntry, storedUpdates, type LocalEntry } from './localEntries';
import { Replica } from './replica';
import { isSameState, nextLook, saveState, type SaveState } from './saveState';

export interface LocalView {
  /** Null until the text is here. */
  replica: Replica | null;
  save: SaveState;
  /** It was deleted, perhaps in another tab. */
  gone: boolean;
}

/** So many pieces are written as one when the document is opened. */
const PIECES = 200;

/** A document of this browser that is open on this page: "saved" means that the browser has written it. */
export class LocalDocument {
  readonly #id: string;
  readonly #now: () => number;
  readonly #listeners = new Set<() => void>();
  #view: LocalView = { replica: null, save: { kind: 'opening' }, gone: false };
  #replica: Replica | null = null;
  #entry: LocalEntry | undefined;
  #tabs: BroadcastChannel | null = null;
  #unwritten = 0;
  #since: number | null = null;
  #lastChange: number | null = null;
  #failed = false;
  #look: ReturnType<typeof setTimeout> | undefined;
  #release: () => void = () => undefined;
  #stopWatching: () => void = () => undefined;

  /** @param now milliseconds of one clock. */
  constructor(id: string, now: () => number) {
    this.#id = id;
    this.#now = now;
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly view = () => this.#view;

  start(): void {
    // Its own copy is this store, and not the one of documents that live on a server.
    const replica = new Replica({ userId: '', documentId: this.#id, epoch: 0 }, true, null);
    this.#replica = replica;
    this.#tabs = new BroadcastChannel('mdreader-local-text');
    this.#tabs.addEventListener('message', ({ data }: MessageEvent<StoredUpdate>) => {
      if (data.document === this.#id) Y.applyUpdate(replica.doc, data.update, this);
    });
    void this.#load(replica);
  }

  stop(): void {
    clearTimeout(this.#look);
    this.#stopWatching();
    this.#release();
    this.#tabs?.close();
    this.#tabs = null;
    this.#replica?.close();
    this.#replica = null;
    this.#show({ replica: null, save: { kind: 'opening' } });
  }

  async #load(replica: Replica): Promise<void> {
    try {
      await localEntries.ready();
      this.#entry = localEntries.find(this.#id);
      const pieces = await storedUpdates(this.#id);
      if (this.#replica !== replica) return;
      for (const piece of pieces) Y.applyUpdate(replica.doc, piece, this);
      if (pieces.length > PIECES) await this.#gather();
    } catch {
      this.#failed = true;
    }
    await this.#takeClientId(replica);
    if (this.#replica !== replica) return;
    replica.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== this) void this.#write(update);
    });
    this.#stopWatching = localEntries.subscribe(() => this.#listChanged());
    this.#show({ replica });
    this.#refresh();
  }

  /** Two tabs at work under one client id would contradict each other: the first has it, others take a new one. */
  async #takeClientId(replica: Replica): Promise<void> {
    const entry = this.#entry;
    const locks = (navigator as { locks?: LockManager }).locks;
    if (entry === undefined || locks === undefined) return;
    const isFree = await new Promise<boolean>((answer) => {
      void locks.request(`mdreader-local-${entry.id}`, { ifAvailable: true }, (lock) => {
        answer(lock !== null);
        return lock === null ? undefined : new Promise<void>((release) => (this.#release = release));
      });
    });
    if (this.#replica !== replica) {
      this.#release();
      return;
    }
    if (!isFree) return;
    replica.doc.clientID = entry.clientId;
    replica.awareness.clientID = entry.clientId;
  }

  async #write(update: Uint8Array): Promise<void> {
    const now = this.#now();
    this.#unwritten += 1;
    this.#since ??= now;
    this.#lastChange = now;
    this.#refresh();
    const isNew = this.#entry === undefined;
    const entry = (this.#entry ??= newEntry('', Date.now(), this.#id));
    try {
      await writing([ENTRIES, UPDATES], (transaction) => {
        transaction.objectStore(UPDATES).add({ document: this.#id, update });
        const entries = transaction.objectStore(ENTRIES);
        const request = one<LocalEntry>(entries, this.#id);
        request.onsuccess = () => entries.put({ ...(request.result ?? entry), changedAt: Date.now() });
      });
      // Only now: another tab must not build on what this browser may yet lose.
      this.#tabs?.postMessage({ document: this.#id, update } satisfies StoredUpdate);
      if (isNew) await localEntries.changed();
    } catch {
      this.#failed = true;
    }
    this.#unwritten -= 1;
    if (this.#unwritten === 0) this.#since = null;
    this.#refresh();
  }

  /** In one transaction, so that what another tab writes meanwhile stands before it or after it. */
  async #gather(): Promise<void> {
    await writing([UPDATES], (transaction) => {
      const store = transaction.objectStore(UPDATES);
      const pieces = many<StoredUpdate>(store.index(BY_DOCUMENT), this.#id);
      pieces.onsuccess = () => {
        const update = Y.mergeUpdates(pieces.result.map((piece) => piece.update));
        const request = store.index(BY_DOCUMENT).openCursor(this.#id);
        request.onsuccess = () => {
          request.result?.delete();
          if (request.result === null) store.add({ document: this.#id, update } satisfies StoredUpdate);
          else request.result.continue();
        };
      };
    });
  }

  #listChanged(): void {
    const entry = localEntries.find(this.#id);
    const gone = this.#entry !== undefined && entry === undefined;
    // A document whose first words are just being written isn't in the list yet.
    if (gone && this.#unwritten > 0) return;
    if (gone && !this.#failed) this.#show({ gone });
    else this.#entry = entry ?? this.#entry;
  }

  #refresh(): void {
    clearTimeout(this.#look);
    const now = this.#now();
    const facts = {
      link: 'online',
      canEdit: true,
      acknowledged: true,
      changes: this.#unwritten,
      since: this.#since,
      lastChange: this.#lastChange,
      device: this.#failed ? 'failed' : 'working',
      // Its changes are those that aren't kept.
      unkept: 0,
    } as const;
    const wait = nextLook(facts, now);
    if (wait !== null) this.#look = setTimeout(() => this.#refresh(), wait);
    const state = saveState(facts, now);
    this.#show({ save: this.#failed ? { kind: 'local-fail' } : state.kind === 'saved' ? { kind: 'device' } : state });
  }

  #show(changed: Partial<LocalView>): void {
    const before = this.#view;
    const same =
      (changed.replica === undefined || changed.replica === before.replica) &&
      (changed.gone === undefined || changed.gone === before.gone) &&
      (changed.save === undefined || isSameState(changed.save, before.save));
    if (same) return;
    this.#view = { ...before, ...changed };
    for (const listener of this.#listeners) listener();
  }
}
