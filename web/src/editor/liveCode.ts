import { syntaxTree } from '@codemirror/language';
import { StateEffect, type Extension, type Range } from '@codemirror/state';
import { Decoration, EditorView, ViewPlugin, type DecorationSet, type ViewUpdate } from '@codemirror/view';

type Colours = typeof import('../markdown/highlightCode');

/** Code is coloured once nobody has typed for so long; until then its colours move along with it. */
const PAUSE = 120;
/** Longer ones would hold up the keys. */
const LONGEST = 20_000;
const MOST_KEPT = 50;

interface Stretch {
  from: number;
  to: number;
}

/** In a quote or a list the marks of that stand between the pieces of a code. */
interface Fence {
  pieces: Stretch[];
  language: string;
}

/** Where a part of a code is in the text: in as many places as it has pieces in. */
export function placesOf(part: Stretch, pieces: readonly Stretch[]): Stretch[] {
  let before = 0;
  return pieces.flatMap(({ from, to }) => {
    const first = Math.max(part.from - before, 0);
    const last = Math.min(part.to - before, to - from);
    before += to - from;
    return last > first ? [{ from: from + first, to: from + last }] : [];
  });
}

// `RangeSet.eq` passes marks over, as they are no points.
function isSame(one: DecorationSet, other: DecorationSet): boolean {
  if (one.size !== other.size) return false;
  const [here, there] = [one.iter(), other.iter()];
  while (here.value !== null) {
    if (here.from !== there.from || here.to !== there.to || there.value?.eq(here.value) !== true) return false;
    here.next();
    there.next();
  }
  return true;
}

let colours: Colours | null = null;
const coloured = StateEffect.define();

/** The code in fences that are in sight, in colours. */
export function liveCode(): Extension {
  class Coloured {
    decorations: DecorationSet = Decoration.none;
    readonly #view: EditorView;
    readonly #kept = new Map<string, ReturnType<Colours['colouredParts']>>();
    #waiting: ReturnType<typeof setTimeout> | undefined;
    #gone = false;

    constructor(view: EditorView) {
      this.#view = view;
      this.#colourSoon();
    }

    update({ changes, docChanged, viewportChanged, startState, state }: ViewUpdate): void {
      if (docChanged) this.decorations = this.decorations.map(changes);
      if (docChanged || viewportChanged || syntaxTree(startState) !== syntaxTree(state)) this.#colourSoon();
    }

    destroy(): void {
      this.#gone = true;
      clearTimeout(this.#waiting);
    }

    #colourSoon(): void {
      clearTimeout(this.#waiting);
      this.#waiting = setTimeout(() => void this.#colour(), PAUSE);
    }

    async #colour(): Promise<void> {
      const fences = this.#fences();
      if (fences.length === 0 && this.decorations === Decoration.none) return;
      const { state } = this.#view;
      colours ??= await import('../markdown/highlightCode').catch(() => null);
      // Without the program for it, code stays as it is; and of a text that changed meanwhile it is asked anew.
      if (colours === null || this.#gone || this.#view.state.doc !== state.doc) return;
      const found: Range<Decoration>[] = [];
      for (const { pieces, language } of fences) {
        const text = pieces.map(({ from, to }) => state.sliceDoc(from, to)).join('');
        for (const part of this.#partsOf(colours, text, language))
          for (const { from, to } of placesOf(part, pieces))
            found.push(Decoration.mark({ class: part.className }).range(from, to));
      }
      const decorations = Decoration.set(found, true);
      // Whoever types beside it has changed nothing of it, and nothing has to be drawn.
      if (isSame(decorations, this.decorations)) return;
      this.decorations = decorations;
      this.#view.dispatch({ effects: coloured.of(null) });
    }

    #fences() {
      const { state, visibleRanges } = this.#view;
      const fences = new Map<number, Fence>();
      for (const range of visibleRanges)
        syntaxTree(state).iterate({
          ...range,
          enter: ({ name, node, from }) => {
            if (name !== 'FencedCode') return true;
            const info = node.getChild('CodeInfo');
            const pieces = node.getChildren('CodeText').map((text) => ({ from: text.from, to: text.to }));
            const language = info === null ? undefined : /^\S+/.exec(state.sliceDoc(info.from, info.to))?.[0];
            const length = pieces.reduce((sum, piece) => sum + piece.to - piece.from, 0);
            if (language !== undefined && length > 0 && length <= LONGEST) fences.set(from, { pieces, language });
            return false;
          },
        });
      return [...fences.values()];
    }

    #partsOf({ colouredParts }: Colours, text: string, language: string) {
      const key = `${language}\n${text}`;
      const parts = this.#kept.get(key) ?? colouredParts(text, language);
      this.#kept.delete(key);
      this.#kept.set(key, parts);
      if (this.#kept.size > MOST_KEPT) this.#kept.delete(this.#kept.keys().next().value ?? '');
      return parts;
    }
  }
  return ViewPlugin.fromClass(Coloured, { decorations: ({ decorations }) => decorations });
}
