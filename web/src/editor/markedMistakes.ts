import { StateEffect, StateField, type Text } from '@codemirror/state';
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view';
import type { Mistake, MistakeKind } from './findMistakes';

/** A mistake where it is by now. */
export interface Placed {
  mistake: Mistake;
  from: number;
  to: number;
}

interface Marks {
  placed: readonly Placed[];
  decorations: DecorationSet;
}

export const setMistakes = StateEffect.define<readonly Mistake[]>();

/** What can be read all the same. */
const MILD: ReadonlySet<MistakeKind> = new Set(['skippedLevel', 'noDescription']);

/** In the order of the text: dots beneath each, and one beside the line that it begins in. */
export const markedMistakes = StateField.define<Marks>({
  create: () => ({ placed: [], decorations: Decoration.none }),
  update(before, { changes, docChanged, effects, newDoc }) {
    const found = effects.find((effect) => effect.is(setMistakes))?.value;
    if (found !== undefined) return marksOf(found, newDoc);
    if (!docChanged || before.placed.length === 0) return before;
    const placed = before.placed
      .map(({ mistake, from, to }) => ({ mistake, from: changes.mapPos(from, 1), to: changes.mapPos(to, -1) }))
      .filter(({ from, to }) => from < to);
    return { placed, decorations: before.decorations.map(changes) };
  },
  provide: (field) => EditorView.decorations.from(field, ({ decorations }) => decorations),
});

function marksOf(found: readonly Mistake[], doc: Text): Marks {
  const placed = found.map((mistake) => ({ mistake, from: mistake.from, to: mistake.to }));
  const ranges = found.flatMap(({ kind, from, to }) => {
    const degree = MILD.has(kind) ? 'mild' : 'grave';
    return [
      Decoration.line({ class: `mdr-wrong-line mdr-${degree}` }).range(doc.lineAt(from).from),
      Decoration.mark({ class: `mdr-wrong mdr-${degree}` }).range(from, to),
    ];
  });
  return { placed, decorations: Decoration.set(ranges, true) };
}
