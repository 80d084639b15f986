import { syntaxTree } from '@codemirror/language';
import type { EditorView } from '@codemirror/view';
import type { Tree } from '@lezer/common';

/** A block at the top of the text: a heading, a paragraph, a whole list. */
export interface BlockInSight {
  /** The parser keeps it as long as nothing in it changes, wherever it moves. */
  tree: Tree;
  from: number;
  to: number;
}

/** Those of which something is in sight, in the order of the text. */
export function blocksInSight({ state, visibleRanges }: Pick<EditorView, 'state' | 'visibleRanges'>): BlockInSight[] {
  const found: BlockInSight[] = [];
  const tree = syntaxTree(state);
  for (const { from, to } of visibleRanges) add(tree, 0, from, to, found);
  return found;
}

function add(tree: Tree, start: number, from: number, to: number, found: BlockInSight[]): void {
  for (let index = 0; index < tree.children.length; index++) {
    const child = tree.children[index];
    // Blocks are trees; buffers have only marks in them.
    if (child === undefined || 'buffer' in child) continue;
    const childFrom = start + (tree.positions[index] ?? 0);
    const childTo = childFrom + child.length;
    if (childTo < from) continue;
    if (childFrom > to) return;
    // The parser groups blocks for balance.
    if (child.type.isAnonymous) add(child, childFrom, from, to, found);
    // What lies between two ranges that are in sight may reach into both.
    else if (found.at(-1)?.tree !== child) found.push({ tree: child, from: childFrom, to: childTo });
  }
}
