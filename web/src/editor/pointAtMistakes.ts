import { StateEffect, StateField, type Extension } from '@codemirror/state';
import { showTooltip, ViewPlugin, type EditorView, type PluginValue, type Tooltip } from '@codemirror/view';
import type { EditorWords } from './editorWords';
import { element } from './elements';
import { markedMistakes, type Placed } from './markedMistakes';
import { mistakeNote } from './mistakeNote';

/** So long the pointer rests at one before it is told, and may leave it before that is taken away. */
const PAUSE = 300;

const NOTES = 'mdr-mistake-notes';

/** Tells of these, until the text or what is selected in it changes. */
export const tellOf = StateEffect.define<readonly Placed[]>();

/** What a mistake is, beside it, for who points at it with the mouse or goes to it with the keys. */
export function pointAtMistakes(words: EditorWords): Extension {
  const told = StateField.define<Tooltip | null>({
    create: () => null,
    update(before, { docChanged, effects, selection }) {
      const placed = effects.find((effect) => effect.is(tellOf))?.value;
      if (placed === undefined) return docChanged || selection !== undefined ? null : before;
      const [first] = placed;
      return first === undefined
        ? null
        : { pos: first.from, above: true, create: (view) => notes(view, placed, words) };
    },
    provide: (field) => showTooltip.from(field),
  });
  return [told, pointer];
}

function notes(view: EditorView, placed: readonly Placed[], words: EditorWords) {
  const items = placed.map(({ mistake }) => element('li', '', mistakeNote(view, mistake, words)));
  return { dom: element('ul', NOTES, ...items) };
}

const pointer = ViewPlugin.fromClass(
  class implements PluginValue {
    readonly #view: EditorView;
    #waiting: ReturnType<typeof setTimeout> | undefined;
    /** Where the first of those is that are pointed at; undefined while what is told of them is. */
    #at: number | null | undefined = null;

    constructor(view: EditorView) {
      this.#view = view;
      view.dom.addEventListener('mousemove', this.#moved);
      view.dom.addEventListener('mouseleave', this.#moved);
      view.dom.addEventListener('keydown', this.#pressed);
    }

    destroy(): void {
      clearTimeout(this.#waiting);
      this.#view.dom.removeEventListener('mousemove', this.#moved);
      this.#view.dom.removeEventListener('mouseleave', this.#moved);
      this.#view.dom.removeEventListener('keydown', this.#pressed);
    }

    readonly #moved = (event: MouseEvent) => {
      const { target } = event;
      if (!(target instanceof Element)) return;
      // Who goes to the note may read it.
      const found = target.closest(`.${NOTES}`) === null ? placedAt(this.#view, target, event.clientX) : null;
      const at = found === null ? undefined : (found[0]?.from ?? null);
      if (at === this.#at) return;
      this.#at = at;
      clearTimeout(this.#waiting);
      if (found !== null) this.#waiting = setTimeout(() => this.#view.dispatch({ effects: tellOf.of(found) }), PAUSE);
    };

    readonly #pressed = ({ key }: KeyboardEvent) => {
      if (key === 'Escape' && this.#view.dom.querySelector(`.${NOTES}`) !== null)
        this.#view.dispatch({ effects: tellOf.of([]) });
    };
  },
);

/** Those beneath the pointer; in the margin, all of the line. */
function placedAt(view: EditorView, target: Element, x: number): readonly Placed[] {
  const { placed } = view.state.field(markedMistakes);
  const wrong = target.closest('.mdr-wrong');
  const line = target.closest('.mdr-wrong-line');
  if (wrong !== null) {
    const at = view.posAtDOM(wrong);
    return placed.filter(({ from, to }) => from <= at && at < to);
  }
  if (line === null || x >= line.getBoundingClientRect().left) return [];
  const { from, to } = view.state.doc.lineAt(view.posAtDOM(line));
  return placed.filter((one) => from <= one.from && one.from <= to);
}
