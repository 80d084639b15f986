import { syntaxTree } from '@codemirror/language';
import type { EditorState, Text } from '@codemirror/state';
import type { Tree } from '@lezer/common';
import type { Occupied } from './occupied';

/** From the start of its first line to the end of its last. */
export interface Block extends Occupied {
  lines: number;
  /** What stands before it in its first line: the marks of the quotes and lists that it is in. */
  prefix: string;
  /** The same as long as the parser keeps it, since nothing in it changes. */
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

/** All that could be shown as what it becomes, in the order of the text. */
export function blocksOf(state: EditorState): readonly Block[] {
  return blocksAmong(syntaxTree(state), 0, state.doc);
}

/**
 * Counted from the beginning of the tree. Whatever of the lines of a block changes, the parser makes it anew, and the
 * groups that it is in: with every key only those are looked through again.
 */
const known = new WeakMap<Tree, readonly Block[]>();

/**
 * A cursor makes an object for each node that it comes to: of what the parser only groups for balance the children are
 * looked through.
 */
function blocksAmong(group: Tree, start: number, doc: Text): readonly Block[] {
  const before = known.get(group);
  if (before !== undefined) return before;
  const found = group.children.flatMap((child, index) => {
    // Blocks are trees; buffers have only marks in them.
    if ('buffer' in child) return [];
    const at = group.positions[index] ?? 0;
    const within = child.type.isAnonymous ? blocksAmong(child, start + at, doc) : blocksIn(child, start + at, doc);
    return within.map((block) => ({ ...block, from: block.from + at, to: block.to + at }));
  });
  known.set(group, found);
  return found;
}

/** The block itself, or those that are nested in it. */
function blocksIn(block: Tree, start: number, doc: Text): readonly Block[] {
  const before = known.get(block);
  if (before !== undefined) return before;
  const { name } = block.type;
  let found: Block[] = [];
  if (CONTAINERS.has(name))
    block.cursor().iterate(({ name: inner, from, to }) => {
      if (isRendered(inner, from, to, start, doc)) found.push(...asBlock(from, to, start, doc));
      return CONTAINERS.has(inner);
    });
  else if (isRendered(name, 0, block.length, start, doc)) found = asBlock(0, block.length, start, doc);
  else return found;
  known.set(block, found);
  return found;
}

function isRendered(name: string, from: number, to: number, start: number, doc: Text): boolean {
  return RENDERED.has(name) || (name === 'FencedCode' && isDiagram(doc, start + from, start + to));
}

/** With all of its lines; none where it is too long, or shares one with words or with the mark of a list. */
function asBlock(from: number, to: number, start: number, doc: Text): Block[] {
  const first = doc.lineAt(start + from);
  const last = doc.lineAt(start + to);
  const prefix = doc.sliceString(first.from, start + from);
  const lines = last.number - first.number + 1;
  if (lines > MOST_LINES || !/^[ \t>]*$/.test(prefix)) return [];
  return [{ from: from - prefix.length, to: last.to - start, lines, prefix, kept: {} }];
}

function isDiagram(doc: Text, from: number, to: number): boolean {
  return (
    BEGINS.test(doc.sliceString(from, Math.min(to, from + LONGEST_BEGINNING))) &&
    ENDS.test(doc.sliceString(doc.lineAt(to).from - 1, to))
  );
}
