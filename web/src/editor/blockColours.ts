import { syntaxTree, type HighlightStyle } from '@codemirror/language';
import { Prec, RangeSetBuilder, type Extension } from '@codemirror/state';
import { Decoration, EditorView, ViewPlugin, type DecorationSet, type ViewUpdate } from '@codemirror/view';
import type { Tree } from '@lezer/common';
import { highlightTree } from '@lezer/highlight';
import { blocksInSight, type BlockInSight } from './blocksInSight';

/** Of a part of a block, counted from its beginning. */
interface Coloured {
  from: number;
  to: number;
  mark: Decoration;
}

/** Longer ones are looked through only where they are in sight. */
const LONGEST = 20_000;

/**
 * The colours of what is written, as `syntaxHighlighting` gives them. That one looks through all that is in sight with
 * every key; here a block in which nothing has changed is known.
 */
export function blockColours(style: HighlightStyle): Extension {
  const marks = new Map<string, Decoration>();
  const markOf = (classes: string) => {
    const known = marks.get(classes) ?? Decoration.mark({ class: classes });
    marks.set(classes, known);
    return known;
  };
  const known = new WeakMap<Tree, readonly Coloured[]>();
  const colours = (tree: Tree, from: number, to: number) => {
    const found: Coloured[] = [];
    highlightTree(
      tree,
      style,
      (start, end, classes) => found.push({ from: start, to: end, mark: markOf(classes) }),
      from,
      to,
    );
    return found;
  };
  const coloursOf = ({ tree, from }: BlockInSight, { visibleRanges }: EditorView): readonly Coloured[] => {
    if (tree.length > LONGEST)
      return visibleRanges.flatMap((seen) =>
        colours(tree, Math.max(0, seen.from - from), Math.min(tree.length, seen.to - from)),
      );
    const before = known.get(tree);
    if (before !== undefined) return before;
    const found = colours(tree, 0, tree.length);
    known.set(tree, found);
    return found;
  };
  const colour = (view: EditorView): DecorationSet => {
    const set = new RangeSetBuilder<Decoration>();
    for (const block of blocksInSight(view))
      for (const { from, to, mark } of coloursOf(block, view)) set.add(block.from + from, block.from + to, mark);
    return set.finish();
  };

  class Colours {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = colour(view);
    }

    update({ view, state, startState, viewportChanged, changes }: ViewUpdate): void {
      const tree = syntaxTree(state);
      // What isn't parsed yet keeps its colours until it is.
      if (tree.length < view.viewport.to && !viewportChanged) this.decorations = this.decorations.map(changes);
      else if (viewportChanged || tree !== syntaxTree(startState)) this.decorations = colour(view);
    }
  }
  return [
    Prec.high(ViewPlugin.fromClass(Colours, { decorations: ({ decorations }) => decorations })),
    style.module === null ? [] : EditorView.styleModule.of(style.module),
  ];
}
