import { NodeType, Tree } from '@lezer/common';

/** A block at the top of a text, or a group of them, and where in the text it begins. */
export interface Piece {
  tree: Tree;
  from: number;
  /** Of groups in it above its blocks; 0 for a block. */
  height: number;
}

/** So many pieces are in a group at most, and half as many at least: what is looked for is found in a few steps. */
export const MOST = 16;
const LEAST = MOST / 2;

function group(first: Piece, others: readonly Piece[]): Piece {
  const pieces = [first, ...others];
  const last = others.at(-1) ?? first;
  const tree = new Tree(
    NodeType.none,
    pieces.map((piece) => piece.tree),
    pieces.map((piece) => piece.from - first.from),
    last.from + last.tree.length - first.from,
  );
  return { tree, from: first.from, height: first.height + 1 };
}

/** What is directly in it. */
export function piecesOf(tree: Tree, from: number): Piece[] {
  return tree.children.flatMap((child, index) =>
    // Blocks are trees; buffers have only marks in them.
    child instanceof Tree ? [{ tree: child, from: from + (tree.positions[index] ?? 0), height: heightOf(child) }] : [],
  );
}

function heightOf(tree: Tree): number {
  const [first] = tree.children;
  return tree.type.isAnonymous && first instanceof Tree ? heightOf(first) + 1 : 0;
}

/** All blocks of it, whatever groups they are in. */
export function blocksIn(tree: Tree, from: number): Piece[] {
  return piecesOf(tree, from).flatMap((piece) =>
    piece.tree.type.isAnonymous ? blocksIn(piece.tree, piece.from) : [{ ...piece, height: 0 }],
  );
}

/** The pieces whose blocks begin within, as few as there can be. Both ends are places where a block begins. */
export function piecesWithin(tree: Tree, start: number, from: number, to: number): Piece[] {
  return piecesOf(tree, start).flatMap((piece) => {
    const end = piece.from + piece.tree.length;
    if (piece.from >= to || end <= from) return [];
    if (piece.from >= from && (end <= to || piece.height === 0)) return [piece];
    return piece.height === 0 ? [] : piecesWithin(piece.tree, piece.from, from, to);
  });
}

/** The first block that begins there or later; null when none does. */
export function firstFrom(tree: Tree, start: number, at: number): Piece | null {
  for (const piece of piecesOf(tree, start)) {
    if (piece.from + piece.tree.length <= at) continue;
    const found = piece.height > 0 ? firstFrom(piece.tree, piece.from, at) : piece.from >= at ? piece : null;
    if (found !== null) return found;
  }
  return null;
}

/** The last block that begins before; null when none does. */
export function lastBefore(tree: Tree, start: number, at: number): Piece | null {
  const piece = piecesOf(tree, start).findLast(({ from }) => from < at);
  if (piece === undefined) return null;
  return piece.height > 0 ? lastBefore(piece.tree, piece.from, at) : piece;
}

/**
 * The pieces, in their order, under as few groups as are needed, all blocks at the same depth. Of the groups that are
 * among them only those at the ends are opened: what it takes grows with the depth, and not with the text.
 */
export function balanced(pieces: readonly Piece[]): readonly Piece[] {
  let level = pieces;
  for (let height = 0; ; height++) {
    const [first] = level;
    if (level.length <= MOST && level.every((piece) => piece.height === height))
      return level.length === 1 && first !== undefined && height > 0 ? piecesOf(first.tree, first.from) : level;
    level = grouped(level, height);
  }
}

/** Those of this height, put into groups. Where too few of them stand beside each other, their neighbours are opened. */
function grouped(pieces: readonly Piece[], height: number): Piece[] {
  const done: Piece[] = [];
  const ahead = [...pieces].reverse();
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    if (next.height > height) {
      done.push(next);
      continue;
    }
    const run = [next];
    for (let after = ahead.at(-1); after !== undefined; after = ahead.at(-1)) {
      if (after.height > height && run.length >= LEAST) break;
      ahead.pop();
      if (after.height === height) run.push(after);
      else ahead.push(...piecesOf(after.tree, after.from).reverse());
    }
    for (let before = done.at(-1); before !== undefined; before = done.at(-1)) {
      if (before.height > height && run.length >= LEAST) break;
      done.pop();
      if (before.height === height) run.unshift(before);
      else done.push(...piecesOf(before.tree, before.from));
    }
    for (const made of inGroups(run)) done.push(made);
  }
  return done;
}

/** As few groups as there can be, each about as large as the others. */
function inGroups(run: readonly Piece[]): Piece[] {
  const count = Math.ceil(run.length / MOST);
  return Array.from({ length: count }, (_, index) => {
    const [first, ...others] = run.slice(
      Math.floor((run.length * index) / count),
      Math.floor((run.length * (index + 1)) / count),
    );
    return first === undefined ? [] : [group(first, others)];
  }).flat();
}
