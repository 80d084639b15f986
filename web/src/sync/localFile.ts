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
  readonly #keep: (link: FileLink) => void;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #looking: ReturnType<typeof setInterval> | undefined;
  #busy: Promise<void> = Promise.resolve();
  #stopped = false;

  /** @param keep stores the link, whose base has moved. */
  constructor(link: FileLink, replica: Replica, keep: (link: FileLink) => void, changed: () => void) {
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
    document.addEventListener('visibilitychange', this.exchange);
    this.#looking = setInterval(this.exchange, LOOK_EVERY);
    this.exchange();
  }

  stop(): void {
    clearTimeout(this.#waiting);
    clearInterval(this.#looking);
    window.removeEventListener('focus', this.exchange);
    document.removeEventListener('visibilitychange', this.exchange);
    this.#replica.text.unobserve(this.#textChanged);
    this.#stopped = true;
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
    this.#same(theirs.text, theirs);
  }

  /** Of a conflict: the document's text becomes the file's. */
  keepMine(): void {
    if (this.state.kind !== 'conflict') return;
    this.#link = { ...this.#link, base: this.state.theirs.text };
    this.#show({ kind: 'waiting' });
    this.exchange();
  }

  async #exchange(): Promise<void> {
    if (this.#stopped) return;
    try {
      const { handle } = this.#link;
      if ((await permission(handle)) === 'prompt') {
        this.#show({ kind: 'locked' });
        return;
      }
      const theirs = readMarkdown(await readFile(handle));
      if (this.#isStopped()) return;
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
      this.#same(mine, theirs);
    } else if (theirs.text === base) {
      await writeFile(this.#link.handle, writeMarkdown(mine, this.#link));
      this.#same(mine, this.#link);
      if (this.#replica.text.toJSON() !== mine) this.#textChanged();
    } else if (mine === base) {
      replaceText(this.#replica.text, theirs.text);
      this.#same(theirs.text, theirs);
    } else {
      this.#show({ kind: 'conflict', theirs });
    }
  }

  #same(base: string, { bom, eol }: FileFormat): void {
    const moved = base !== this.#link.base || bom !== this.#link.bom || eol !== this.#link.eol;
    this.#link = { ...this.#link, base, bom, eol };
    if (moved) this.#keep(this.#link);
    this.#show({ kind: 'written' });
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

  // A method, so that the compiler doesn't conclude from an earlier look what an await may have changed.
  #isStopped(): boolean {
    return this.#stopped;
  }
}
