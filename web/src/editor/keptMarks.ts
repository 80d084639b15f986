import type { Range } from '@codemirror/state';
import { Decoration, type DecorationSet, type EditorView } from '@codemirror/view';
import type { Tree } from '@lezer/common';
import { blocksInSight, type BlockInSight } from './blocksInSight';
import { liveMarks, marksWithin } from './liveMarks';
import type { LiveLook } from './livePreview';

/** Counted from the beginning of its block. */
interface Mark {
  from: number;
  to: number;
  value: Decoration;
}

/** Lines. What stands at the top of a text, as front matter does, may change what is meant behind it. */
const TOP = 500;

/**
 * The marks of Live for what is in sight, with every key. Those of a block in which nothing has changed, and no cursor
 * is, are known from the last time; only the others are looked through.
 */
export class KeptMarks {
  readonly #look: LiveLook;
  readonly #known = new WeakMap<Tree, readonly Mark[]>();

  constructor(look: LiveLook) {
    this.#look = look;
  }

  inSightOf(view: EditorView): DecorationSet {
    const { viewport, visibleRanges, state } = view;
    const [first, last] = [visibleRanges[0], visibleRanges.at(-1)];
    if (first === undefined || last === undefined || state.doc.lineAt(first.from).number <= TOP)
      return liveMarks(view, this.#look);
    const found: Range<Decoration>[] = [];
    for (const block of blocksInSight(view)) {
      const { from, to } = block;
      // Of one that is seen in part only what is in sight is dressed.
      const isWhole = from >= viewport.from && to <= viewport.to;
      if (!isWhole || isTouched(block, view))
        found.push(...marksWithin(view, this.#look, Math.max(from, first.from), Math.min(to, last.to)));
      else for (const mark of this.#of(block, view)) found.push(mark.value.range(from + mark.from, from + mark.to));
    }
    return Decoration.set(found, true);
  }

  #of({ tree, from, to }: BlockInSight, view: EditorView): readonly Mark[] {
    const before = this.#known.get(tree);
    if (before !== undefined) return before;
    const marks = marksWithin(view, this.#look, from, to).map((range) => ({
      from: range.from - from,
      to: range.to - from,
      value: range.value,
    }));
    this.#known.set(tree, marks);
    return marks;
  }
}

/** A cursor or a selection is in one of its lines: there the source is seen. */
function isTouched({ from, to }: BlockInSight, { hasFocus, state: { doc, selection } }: EditorView): boolean {
  if (!hasFocus) return false;
  const [first, last] = [doc.lineAt(from).from, doc.lineAt(to).to];
  return selection.ranges.some((range) => range.from <= last && range.to >= first);
}
