import { askPermission, permission, readFile, writeFile, type DeviceFile } from './deviceFiles';
import type { FileFormat, MarkdownText, Unreadable } from './markdownBytes';
import { readMarkdown, writeMarkdown } from './markdownBytes';
import type { Replica } from './replica';
import { replaceText } from './replaceText';

/** A file of this device that a document belongs to. */
export interface FileLink extends FileFormat {
  handle: DeviceFile;
  /** The text that file and document last had in common. */
  base: string;
}

export type FileState =
  | { kind: 'waiting' }
  | { kind: 'written' }
  /** The browser asks the person again after each start; only a click may make it ask. */
  | { kind: 'locked' }
  /** File and document have both changed since they were the same. */
  | { kind: 'conflict'; theirs: MarkdownText }
  | { kind: 'failed'; reason: 'gone' | Unreadable | 'refused' };

const PAUSE = 800;
const LOOK_EVERY = 5_000;

/** Keeps a file and the document that was opened from it the same; it never overwrites what it hasn't read. */
export class LocalFile {
  state: FileState = { kind: 'waiting' };
  #link: FileLink;
  readonly #replica: Replica;
  readonly #changed: () => void;
  readonly #keep: (link: FileLink) => Promise<void>;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #looking: ReturnType<typeof setInterval> | undefined;
  #busy: Promise<void> = Promise.resolve();
  #stopped = false;
  /** File and document were the same once since they were opened. */
  #looked = false;

  /** @param keep stores the link, whose base has moved. */
  constructor(link: FileLink, replica: Replica, keep: (link: FileLink) => Promise<void>, changed: () => void) {
    this.#link = link;
    this.#replica = replica;
    this.#keep = keep;
    this.#changed = changed;
  }

  get name(): string {
    return this.#link.handle.name;
  }

  start(): void {
    this.#replica.text.observe(this.#textChanged);
    window.addEventListener('focus', this.exchange);
    window.addEventListener('pagehide', this.#leave);
    document.addEventListener('visibilitychange', this.exchange);
    this.#looking = setInterval(this.exchange, LOOK_EVERY);
    this.exchange();
  }

  /** Resolves when the file has what was typed last. */
  stop(): Promise<void> {
    clearTimeout(this.#waiting);
    window.removeEventListener('pagehide', this.#leave);
    clearInterval(this.#looking);
    window.removeEventListener('focus', this.exchange);
    document.removeEventListener('visibilitychange', this.exchange);
    this.#replica.text.unobserve(this.#textChanged);
    this.#stopped = true;
    if (this.state.kind === 'waiting') this.#busy = this.#busy.then(() => this.#exchange());
    return this.#busy;
  }

  /** Looks at both and brings the newer one over; one at a time. */
  readonly exchange = () => {
    clearTimeout(this.#waiting);
    this.#busy = this.#busy.then(() => this.#exchange());
  };

  /** From a click. */
  async unlock(): Promise<void> {
    if ((await askPermission(this.#link.handle)) !== 'denied') this.exchange();
  }

  /** Of a conflict: the file's text becomes the document's, as an edit that can be undone. */
  takeTheirs(): void {
    if (this.state.kind !== 'conflict') return;
    const { theirs } = this.state;
    replaceText(this.#replica.text, theirs.text);
    void this.#same(theirs.text, theirs);
  }

  /** Of a conflict: the document's text becomes the file's. */
  keepMine(): void {
    if (this.state.kind !== 'conflict') return;
    this.#link = { ...this.#link, base: this.state.theirs.text };
    this.#show({ kind: 'waiting' });
    this.exchange();
  }

  /** There is no time to look at the file once more: the last look is a few seconds old. */
  readonly #leave = () => {
    const { handle, base } = this.#link;
    const mine = this.#replica.text.toJSON();
    if (this.state.kind !== 'waiting' || !this.#looked || mine === base) return;
    // This device has the text, and writes it when the document is opened again.
    writeFile(handle, writeMarkdown(mine, this.#link)).catch(() => undefined);
  };

  async #exchange(): Promise<void> {
    try {
      const { handle } = this.#link;
      if ((await permission(handle)) === 'prompt') {
        this.#show({ kind: 'locked' });
        return;
      }
      const theirs = readMarkdown(await readFile(handle));
      if (typeof theirs === 'string') this.#show({ kind: 'failed', reason: theirs });
      else await this.#compare(theirs);
    } catch (error) {
      const missing = error instanceof DOMException && error.name === 'NotFoundError';
      this.#show({ kind: 'failed', reason: missing ? 'gone' : 'refused' });
    }
  }

  async #compare(theirs: MarkdownText): Promise<void> {
    const mine = this.#replica.text.toJSON();
    const { base } = this.#link;
    if (mine === theirs.text) {
      await this.#same(mine, theirs);
    } else if (theirs.text === base) {
      await writeFile(this.#link.handle, writeMarkdown(mine, this.#link));
      await this.#same(mine, this.#link);
      if (!this.#stopped && this.#replica.text.toJSON() !== mine) this.#textChanged();
    } else if (this.#stopped) {
      // Nobody takes theirs in any more: the next opening does, or asks.
    } else if (mine === base) {
      replaceText(this.#replica.text, theirs.text);
      await this.#same(theirs.text, theirs);
    } else {
      this.#show({ kind: 'conflict', theirs });
    }
  }

  async #same(base: string, { bom, eol }: FileFormat): Promise<void> {
    this.#looked = true;
    const moved = base !== this.#link.base || bom !== this.#link.bom || eol !== this.#link.eol;
    this.#link = { ...this.#link, base, bom, eol };
    this.#show({ kind: 'written' });
    if (moved) await this.#keep(this.#link);
  }

  readonly #textChanged = () => {
    if (this.state.kind === 'written') this.#show({ kind: 'waiting' });
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(this.exchange, PAUSE);
  };

  #show(state: FileState): void {
    if (this.#stopped) return;
    const same = state.kind === this.state.kind && state.kind !== 'conflict' && state.kind !== 'failed';
    this.state = state;
    if (!same) this.#changed();
  }
}
