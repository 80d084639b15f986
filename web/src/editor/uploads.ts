import * as Y from 'yjs';
import type { EditorText } from '../sync/editorText';
import { attachedMarkdown, type Sent } from './attachedMarkdown';

export type Send = (file: File, progress: (part: number) => void, signal: AbortSignal) => Promise<Sent>;

/** Files that came at once; where they failed, what of them did. */
export interface UploadView {
  id: number;
  names: string[];
  /** Between 0 and 1. */
  part: number;
  failed: boolean;
}

export interface Failure {
  names: string[];
  /** Null: the files are there, but no text to write them into is open. */
  error: unknown;
  retry: () => void;
}

interface Piece {
  file: File;
  part: number;
  sent: Sent | null;
  error: unknown;
  /** Of its Markdown, once it was written. */
  written: { start: Y.RelativePosition; end: Y.RelativePosition } | null;
}

type Arrived = Piece & { sent: Sent };

/** What came with one paste or one drop: one edit, and one thing to undo. */
interface Batch {
  id: number;
  into: EditorText;
  place: Y.RelativePosition;
  pieces: Piece[];
  going: AbortController | null;
}

const AT_ONCE = 3;

/**
 * Files on their way into a text. Nothing is written into it before their bytes have arrived: until then only their
 * place is kept, as a position that others' edits move. What fails keeps its place, to be tried again.
 */
export class Uploads {
  readonly #send: Send;
  readonly #batches: Batch[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #writers = new Set<(text: Y.Text, from: number, to: number) => void>();
  readonly #queue: (() => void)[] = [];
  #running = 0;
  #last = 0;
  #failed: (failure: Failure) => void = () => undefined;
  #open: EditorText | null = null;

  constructor(send: Send) {
    this.#send = send;
  }

  onFailure(listener: (failure: Failure) => void): void {
    this.#failed = listener;
  }

  /** Where to write when the text that files were for is closed before they have arrived. */
  writeInto(open: EditorText | null): void {
    this.#open = open;
  }

  add(files: readonly File[], into: EditorText, at: number): void {
    const batch: Batch = {
      id: ++this.#last,
      into,
      // It stays behind what stands before it: what is typed on from there follows the files.
      place: Y.createRelativePositionFromTypeIndex(into.text, at, -1),
      pieces: files.map((file) => ({ file, part: 0, sent: null, error: null, written: null })),
      going: null,
    };
    this.#batches.push(batch);
    void this.#run(batch);
  }

  retry(id: number): void {
    const batch = this.#batches.find((one) => one.id === id);
    if (batch?.going === null) void this.#run(batch);
  }

  cancel(id: number): void {
    const at = this.#batches.findIndex((one) => one.id === id);
    this.#batches[at]?.going?.abort();
    if (at !== -1) this.#batches.splice(at, 1);
    this.#changed();
  }

  close(): void {
    for (const { id } of [...this.#batches]) this.cancel(id);
  }

  /** Something would be lost if the page closed now. */
  readonly busy = () => this.#batches.length > 0;

  /** What is under way to this text, and where it will stand. */
  placed(into: EditorText): { at: number; upload: UploadView }[] {
    return this.#batches
      .filter((batch) => batch.into === into)
      .map((batch) => ({ at: indexOf(batch.place, into) ?? into.text.length, upload: viewOf(batch) }));
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Told after files were written into a text, and where. */
  readonly onWritten = (listener: (text: Y.Text, from: number, to: number) => void) => {
    this.#writers.add(listener);
    return () => void this.#writers.delete(listener);
  };

  async #run(batch: Batch): Promise<void> {
    const going = new AbortController();
    batch.going = going;
    const missing = batch.pieces.filter(({ sent }) => sent === null);
    const sending = missing.map((piece) => this.#sendOne(piece, going.signal));
    this.#changed();
    await Promise.all(sending);
    if (going.signal.aborted) return;
    batch.going = null;
    const open = batch.into.doc.isDestroyed ? this.#open : batch.into;
    if (open?.canEdit === true) this.#write(batch, open);
    const left = batch.pieces.filter(({ written }) => written === null);
    if (left.length === 0) this.#batches.splice(this.#batches.indexOf(batch), 1);
    this.#changed();
    if (left.length > 0)
      this.#failed({
        names: left.map(({ file }) => file.name),
        error: left.find(({ sent }) => sent === null)?.error ?? null,
        retry: () => this.retry(batch.id),
      });
  }

  async #sendOne(piece: Piece, signal: AbortSignal): Promise<void> {
    piece.part = 0;
    if (this.#running >= AT_ONCE) await new Promise<void>((start) => this.#queue.push(start));
    else this.#running += 1;
    try {
      signal.throwIfAborted();
      piece.sent = await this.#send(piece.file, (part) => this.#progress(piece, part), signal);
      piece.part = 1;
    } catch (error) {
      piece.error = error;
    } finally {
      // The next one takes over this one's turn.
      const next = this.#queue.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }

  #progress(piece: Piece, part: number): void {
    piece.part = part;
    this.#changed();
  }

  /** All that has arrived and isn't written yet, in the order in which it came. */
  #write(batch: Batch, { doc, text, undo }: EditorText): void {
    const ready = batch.pieces.filter((piece): piece is Arrived => piece.sent !== null && piece.written === null);
    if (ready.length === 0) return;
    undo.addTrackedOrigin(this);
    undo.stopCapturing();
    const ranges: [number, number][] = [];
    doc.transact(() => {
      for (const piece of ready) ranges.push(writeOne(piece, batch, text));
    }, this);
    undo.stopCapturing();
    const from = Math.min(...ranges.map(([start]) => start));
    const to = Math.max(...ranges.map(([, end]) => end));
    for (const writer of this.#writers) writer(text, from, to);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Beside those of its siblings that are written; else at the place of all. */
function writeOne(piece: Arrived, { pieces, place }: Batch, text: Y.Text): [number, number] {
  const self = pieces.indexOf(piece);
  const before = pieces.slice(0, self).findLast(({ written }) => written !== null)?.written;
  const after = pieces.slice(self + 1).find(({ written }) => written !== null)?.written;
  const markdown = attachedMarkdown(piece.file.name, piece.sent);
  const wanted = before?.end ?? after?.start ?? place;
  const at = absolute(wanted, text) ?? text.length;
  const between = separator(text, at);
  const insert = before !== undefined ? between + markdown : after !== undefined ? markdown + between : markdown;
  text.insert(at, insert);
  const start = before !== undefined ? at + between.length : at;
  piece.written = {
    start: Y.createRelativePositionFromTypeIndex(text, start),
    end: Y.createRelativePositionFromTypeIndex(text, start + markdown.length, -1),
  };
  return [at, at + insert.length];
}

/** A row of a table and a heading are one line. */
function separator(text: Y.Text, at: number): string {
  const line = text.toJSON().slice(0, at).split('\n').at(-1) ?? '';
  return /^\s*[|#]/.test(line) ? ' ' : '\n';
}

const indexOf = (place: Y.RelativePosition, { text }: EditorText) => absolute(place, text);

function absolute(place: Y.RelativePosition, text: Y.Text): number | null {
  if (text.doc === null) return null;
  const found = Y.createAbsolutePositionFromRelativePosition(place, text.doc);
  return found?.type === text ? found.index : null;
}

function viewOf({ id, pieces, going }: Batch): UploadView {
  const shown = going === null ? pieces.filter(({ written }) => written === null) : pieces;
  const size = shown.reduce((sum, { file }) => sum + file.size, 0);
  const sent = shown.reduce((sum, { file, part }) => sum + file.size * part, 0);
  return { id, names: shown.map(({ file }) => file.name), part: size === 0 ? 0 : sent / size, failed: going === null };
}
