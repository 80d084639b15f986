import { syntaxTree } from '@codemirror/language';
import type { EditorState, Text } from '@codemirror/state';
import type { Tree } from '@lezer/common';
import type { Occupied } from './occupied';

/** From the start of its first line to the end of its last. */
export interface Block extends Occupied {
  lines: number;
  /** What stands before it in its first line: the marks of the quotes and lists that it is in. */
  prefix: string;
  /** What the parser keeps as long as nothing in it changes. */
  kept: object;
}

const RENDERED = new Set(['Table', 'MathBlock']);
/** A diagram's fence: without its end it would take all that follows for a part of it. */
const BEGINS = /^(?:`{3,}|~{3,})[ \t]*mermaid[ \t]*\n/;
const ENDS = /\n[ \t>]*(?:`{3,}|~{3,})[ \t]*$/;
const LONGEST_BEGINNING = 40;
const CONTAINERS = new Set(['Blockquote', 'BulletList', 'OrderedList', 'ListItem']);
/** Longer ones are read as source: they would be built anew with every letter in them. */
const MOST_LINES = 500;

interface Lines {
  count: number;
  /** What stands before the block in its first line. */
  prefix: string;
  /** How much stands behind it in its last. */
  behind: number;
}

/** Whatever of these lines changes, the parser makes the block anew: with every key only that one is looked at. */
const measured = new WeakMap<object, Lines>();

function linesOf(doc: Text, from: number, to: number): Lines {
  const first = doc.lineAt(from);
  const last = doc.lineAt(to);
  return {
    count: last.number - first.number + 1,
    prefix: doc.sliceString(first.from, from),
    behind: last.to - to,
  };
}

/** All that could be shown as what it becomes, in the order of the text. */
export function blocksOf(state: EditorState): Block[] {
  const { doc } = state;
  const blocks: Block[] = [];
  const add = (from: number, to: number, kept: object) => {
    const lines = measured.get(kept) ?? linesOf(doc, from, to);
    measured.set(kept, lines);
    if (lines.count <= MOST_LINES && /^[ \t>]*$/.test(lines.prefix))
      blocks.push({
        from: from - lines.prefix.length,
        to: to + lines.behind,
        lines: lines.count,
        prefix: lines.prefix,
        kept,
      });
  };
  eachTopLevel(syntaxTree(state), 0, (tree, start) => {
    const { name } = tree.type;
    if (RENDERED.has(name) || (name === 'FencedCode' && isDiagram(doc, start, start + tree.length)))
      add(start, start + tree.length, tree);
    else if (CONTAINERS.has(name))
      for (const inner of blocksIn(tree, start, doc)) add(start + inner.from, start + inner.to, inner);
  });
  return blocks;
}

/**
 * A cursor makes an object for each node that it comes to, and with every key it would come to all blocks of the text;
 * what the parser only groups for balance is looked through.
 */
function eachTopLevel(tree: Tree, start: number, visit: (tree: Tree, start: number) => void): void {
  for (let index = 0; index < tree.children.length; index++) {
    const child = tree.children[index];
    // Blocks are trees; buffers have only marks in them.
    if (child === undefined || 'buffer' in child) continue;
    const from = start + (tree.positions[index] ?? 0);
    if (child.type.isAnonymous) eachTopLevel(child, from, visit);
    else visit(child, from);
  }
}

/** The parser keeps the tree of what didn't change, so that of a long list only the edited part is looked through again. */
const known = new WeakMap<Tree, readonly Occupied[]>();

/** Counted from the beginning of the list or quote. */
function blocksIn(container: Tree, start: number, doc: Text): readonly Occupied[] {
  const before = known.get(container);
  if (before !== undefined) return before;
  const found: Occupied[] = [];
  container.cursor().iterate(({ name, from, to }) => {
    if (RENDERED.has(name) || (name === 'FencedCode' && isDiagram(doc, start + from, start + to)))
      found.push({ from, to });
    return CONTAINERS.has(name);
  });
  known.set(container, found);
  return found;
}

function isDiagram(doc: Text, from: number, to: number): boolean {
  return (
    BEGINS.test(doc.sliceString(from, Math.min(to, from + LONGEST_BEGINNING))) &&
    ENDS.test(doc.sliceString(doc.lineAt(to).from - 1, to))
  );
}
