import { Facet, StateEffect, StateField, type Extension, type Range } from '@codemirror/state';
import { Decoration, EditorView, WidgetType, type DecorationSet } from '@codemirror/view';
import type { EditorText } from '../sync/editorText';
import { afterOthersEdits } from './afterOthersEdits';
import { rangesOf, type CommentAnchor } from './commentAnchors';
import { occupied } from './occupied';

export interface PinnedThread {
  id: string;
  anchor: CommentAnchor;
  /** How many comments are in it. */
  comments: number;
}

interface Pin {
  thread: PinnedThread;
  from: number;
  to: number;
}

interface Pins {
  pins: Pin[];
  active: string | null;
  decorations: DecorationSet;
}

const setPins = StateEffect.define<Pin[]>();
const setActive = StateEffect.define<string | null>();
const placed = Facet.define<readonly Pin[], readonly Pin[]>({ combine: (all) => all.flat() });

export interface PinOptions {
  /** Opens the thread whose pin or text was clicked. */
  open: (threadId: string) => void;
  /** The pin's name for a screen reader. */
  label: (comments: number) => string;
}

/** The open threads of the document, where they are in the text: a soft ground, and a pin at the line's end. */
export function commentPins(replica: EditorText, options: PinOptions): Extension {
  const field = StateField.define<Pins>({
    create: () => ({ pins: [], active: null, decorations: Decoration.none }),
    update(before, transaction) {
      let { pins, active } = before;
      if (transaction.docChanged)
        pins = pins
          .map((pin) => ({
            ...pin,
            from: transaction.changes.mapPos(pin.from, 1),
            to: transaction.changes.mapPos(pin.to, -1),
          }))
          .filter(({ from, to }) => from < to);
      for (const effect of transaction.effects) {
        if (effect.is(setPins)) pins = effect.value;
        if (effect.is(setActive)) active = effect.value;
      }
      if (pins === before.pins && active === before.active) return before;
      return { pins, active, decorations: decorate(pins, active, transaction.state.doc, options) };
    },
    provide: (field) => [
      EditorView.decorations.from(field, ({ decorations }) => decorations),
      occupied.from(field, ({ pins }) => pins),
      placed.from(field, ({ pins }) => pins),
    ],
  });
  return [field, follow(replica), clicks(options)];
}

const threadsOf = new WeakMap<EditorView, PinnedThread[]>();

/** Shows these threads from now on. */
export function pinThreads(view: EditorView, replica: EditorText, threads: PinnedThread[]): void {
  threadsOf.set(view, threads);
  place(view, replica);
}

/** The thread whose text the cursor is in or beside; of several the one with the least of it. */
export function threadAtCursor({ state }: EditorView): string | null {
  const { head } = state.selection.main;
  const around = state.facet(placed).filter(({ from, to }) => from <= head && head <= to);
  const [nearest] = around.sort((a, b) => a.to - a.from - (b.to - b.from));
  return nearest?.thread.id ?? null;
}

export function markActiveThread(view: EditorView, threadId: string | null): void {
  view.dispatch({ effects: setActive.of(threadId) });
}

function place(view: EditorView, replica: EditorText): void {
  const threads = threadsOf.get(view) ?? [];
  const ranges = rangesOf(
    threads.map(({ anchor }) => anchor),
    replica.text,
  );
  const pins = threads.flatMap((thread, index) => {
    const range = ranges[index] ?? null;
    return range === null || range.to > view.state.doc.length ? [] : [{ thread, ...range }];
  });
  view.dispatch({ effects: setPins.of(pins) });
}

/** What is typed here moves the pins with the text; after others' edits and undo, Yjs says where they are. */
function follow(replica: EditorText): Extension {
  return afterOthersEdits(
    (view) => {
      if (threadsOf.has(view)) place(view, replica);
    },
    (view) => threadsOf.delete(view),
  );
}

function decorate(
  pins: Pin[],
  active: string | null,
  doc: EditorView['state']['doc'],
  { label }: PinOptions,
): DecorationSet {
  const found: Range<Decoration>[] = [];
  const byLine = new Map<number, Pin[]>();
  for (const pin of pins) {
    const isActive = pin.thread.id === active;
    const mark = {
      class: `mdr-commented${isActive ? ' mdr-commented-active' : ''}`,
      attributes: { 'data-thread': pin.thread.id },
    };
    found.push(Decoration.mark(mark).range(pin.from, pin.to));
    const { to } = doc.lineAt(pin.from);
    byLine.set(to, [...(byLine.get(to) ?? []), pin]);
  }
  for (const [at, inLine] of byLine) {
    const [first] = inLine;
    if (first === undefined) continue;
    const comments = inLine.reduce((sum, { thread }) => sum + thread.comments, 0);
    const widget = new PinWidget(first.thread.id, comments, label(comments));
    found.push(Decoration.widget({ widget, side: 1 }).range(at));
  }
  return Decoration.set(found, true);
}

class PinWidget extends WidgetType {
  readonly #thread: string;
  readonly #comments: number;
  readonly #label: string;

  constructor(thread: string, comments: number, label: string) {
    super();
    this.#thread = thread;
    this.#comments = comments;
    this.#label = label;
  }

  override eq(other: PinWidget): boolean {
    return other.#thread === this.#thread && other.#comments === this.#comments;
  }

  toDOM(): HTMLElement {
    const pin = document.createElement('button');
    pin.type = 'button';
    pin.className = 'mdr-pin';
    pin.tabIndex = -1;
    pin.dataset.thread = this.#thread;
    pin.title = this.#label;
    pin.setAttribute('aria-label', this.#label);
    // Drawn by the style sheet: it is no part of the text, also where the text is copied.
    pin.dataset.count = String(this.#comments);
    return pin;
  }

  override ignoreEvent(): boolean {
    return false;
  }
}

function clicks({ open }: PinOptions): Extension {
  return EditorView.domEventHandlers({
    click(event, view) {
      const { target } = event;
      const hit = target instanceof Element ? target.closest<HTMLElement>('[data-thread]') : null;
      // Who selects words of a commented passage doesn't ask for the comments.
      if (hit?.dataset.thread === undefined || !view.state.selection.main.empty) return false;
      open(hit.dataset.thread);
      return hit.classList.contains('mdr-pin');
    },
  });
}
