import { StateEffect, StateField, type Extension, type Range } from '@codemirror/state';
import { Decoration, EditorView, ViewPlugin, WidgetType, type DecorationSet } from '@codemirror/view';
import type * as Y from 'yjs';
import { Draft } from '../sync/draft';
import type { DraftPart } from '../sync/draftChanges';
import type { EditorText } from '../sync/editorText';
import { afterOthersEdits } from './afterOthersEdits';
import { edgesOf, type TextRange } from './commentAnchors';
import { occupied } from './occupied';

/** A change that somebody proposes, hanging on the text by two relative positions in base64. */
export interface SuggestedChange {
  id: string;
  start: string;
  end: string;
  before: string;
  after: string;
  /** Of the palette. */
  colour: number;
}

export interface SuggestionOptions {
  /** Opens the change that was clicked. */
  open: (id: string) => void;
  /** Of whoever types here. */
  colour: number;
}

interface Placed {
  change: SuggestedChange;
  from: number;
  to: number;
}

interface Shown {
  placed: Placed[];
  parts: DraftPart[];
  active: string | null;
  decorations: DecorationSet;
}

const setPlaced = StateEffect.define<Placed[]>();
const setParts = StateEffect.define<DraftPart[]>();
const setActive = StateEffect.define<string | null>();

/** What is suggested: insertions underlined, deletions struck through, each in its author's colour. */
export function suggestedChanges(shown: EditorText, { open, colour }: SuggestionOptions): Extension {
  const field = StateField.define<Shown>({
    create: () => ({ placed: [], parts: [], active: null, decorations: Decoration.none }),
    update(before, transaction) {
      let { placed, parts, active, decorations } = before;
      if (transaction.docChanged) {
        placed = placed.map((one) => ({
          ...one,
          from: transaction.changes.mapPos(one.from, 1),
          to: Math.max(transaction.changes.mapPos(one.from, 1), transaction.changes.mapPos(one.to, -1)),
        }));
        // The parts themselves follow a microtask later.
        decorations = decorations.map(transaction.changes);
      }
      let changed = false;
      for (const effect of transaction.effects) {
        if (effect.is(setPlaced)) placed = effect.value;
        else if (effect.is(setParts)) parts = effect.value;
        else if (effect.is(setActive)) active = effect.value;
        else continue;
        changed = true;
      }
      if (changed) decorations = decorate({ placed, parts, active }, colour, transaction.state.doc.length);
      return changed || transaction.docChanged ? { placed, parts, active, decorations } : before;
    },
    provide: (marks) => [
      EditorView.decorations.from(marks, ({ decorations }) => decorations),
      occupied.from(marks, ({ placed, parts }) => [...placed, ...parts.map(placeOfPart)]),
    ],
  });
  return [field, follow(shown), shown instanceof Draft ? followDraft(shown) : [], clicks(open)];
}

const placeOfPart = ({ kind, at, text }: DraftPart) => ({ from: at, to: kind === 'added' ? at + text.length : at });

const changesOf = new WeakMap<EditorView, SuggestedChange[]>();

/** Shows these changes from now on. */
export function showSuggested(view: EditorView, shown: EditorText, changes: SuggestedChange[]): void {
  changesOf.set(view, changes);
  place(view, shown);
}

/** Marks the change, and brings it into sight. */
export function markActiveChange(view: EditorView, shown: EditorText, id: string | null): void {
  const change = changesOf.get(view)?.find((one) => one.id === id);
  const range = change === undefined ? null : (rangesOf([change], shown.text)[0] ?? null);
  view.dispatch({
    effects: [
      setActive.of(id),
      ...(range === null ? [] : [EditorView.scrollIntoView(range.from, { y: 'nearest', yMargin: 80 })]),
    ],
  });
}

/** Where each belongs now, or null where it would mean something else: what it is about was changed. */
export function rangesOf(
  changes: readonly Pick<SuggestedChange, 'start' | 'end' | 'before'>[],
  text: Y.Text,
): (TextRange | null)[] {
  const edges = edgesOf(changes, text);
  const words = changes.some(({ before }) => before !== '') ? text.toJSON() : '';
  return changes.map(({ before }, index) => {
    const range = edges[index] ?? null;
    if (range === null) return null;
    if (before === '') return { from: range.from, to: range.from };
    return words.slice(range.from, range.to) === before ? range : null;
  });
}

function place(view: EditorView, shown: EditorText): void {
  const changes = changesOf.get(view) ?? [];
  const ranges = rangesOf(changes, shown.text);
  const placed = changes.flatMap((change, index) => {
    const range = ranges[index] ?? null;
    return range === null || range.to > view.state.doc.length ? [] : [{ change, ...range }];
  });
  view.dispatch({ effects: setPlaced.of(placed) });
}

/** After others' edits and undo, Yjs says where the changes are. */
function follow(shown: EditorText): Extension {
  return afterOthersEdits(
    (view) => {
      if (changesOf.has(view)) place(view, shown);
    },
    (view) => changesOf.delete(view),
  );
}

function followDraft(draft: Draft): Extension {
  return ViewPlugin.define((view) => {
    let open = true;
    const show = () => {
      if (open) view.dispatch({ effects: setParts.of(draft.view().parts) });
    };
    const stop = draft.subscribe(show);
    queueMicrotask(show);
    return {
      destroy: () => {
        open = false;
        stop();
      },
    };
  });
}

function decorate({ placed, parts, active }: Omit<Shown, 'decorations'>, mine: number, length: number): DecorationSet {
  const found: Range<Decoration>[] = [];
  for (const { change, from, to } of placed) {
    const state = `mdr-colour-${change.colour}${change.id === active ? ' mdr-suggested-active' : ''}`;
    const attributes = { 'data-change': change.id };
    if (from < to) {
      const deleted = { tagName: 'del', class: `mdr-suggested-out ${state}`, attributes };
      found.push(Decoration.mark(deleted).range(from, to));
    }
    if (change.after !== '')
      found.push(Decoration.widget({ widget: new Words('ins', change.after, state, change.id), side: 1 }).range(to));
  }
  for (const { kind, at, text } of parts) {
    const state = `mdr-colour-${mine}`;
    if (kind === 'added' && at + text.length <= length)
      found.push(Decoration.mark({ tagName: 'ins', class: `mdr-suggested-in ${state}` }).range(at, at + text.length));
    else if (kind === 'removed' && at <= length)
      found.push(Decoration.widget({ widget: new Words('del', text, state, null), side: -1 }).range(at));
  }
  return Decoration.set(found, true);
}

/** Words that aren't in the text: somebody would put them there, or the draft takes them out. */
class Words extends WidgetType {
  readonly #tag: 'ins' | 'del';
  readonly #text: string;
  readonly #state: string;
  readonly #change: string | null;

  constructor(tag: 'ins' | 'del', text: string, state: string, change: string | null) {
    super();
    this.#tag = tag;
    this.#text = text;
    this.#state = state;
    this.#change = change;
  }

  override eq(other: Words): boolean {
    return (
      other.#tag === this.#tag &&
      other.#text === this.#text &&
      other.#state === this.#state &&
      other.#change === this.#change
    );
  }

  toDOM(): HTMLElement {
    const words = document.createElement(this.#tag);
    words.className = `${this.#tag === 'ins' ? 'mdr-suggested-in' : 'mdr-suggested-out'} ${this.#state}`;
    words.textContent = this.#text;
    if (this.#change !== null) words.dataset.change = this.#change;
    return words;
  }

  override ignoreEvent(): boolean {
    return false;
  }
}

function clicks(open: (id: string) => void): Extension {
  return EditorView.domEventHandlers({
    click(event, view) {
      const { target } = event;
      const hit = target instanceof Element ? target.closest<HTMLElement>('[data-change]') : null;
      if (hit?.dataset.change === undefined || !view.state.selection.main.empty) return false;
      open(hit.dataset.change);
      return false;
    },
  });
}
