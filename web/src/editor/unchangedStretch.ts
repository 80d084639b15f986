import { TreeFragment, type Input } from '@lezer/common';
import { firstFrom, lastBefore, piecesWithin, type Piece } from './blockGroups';

/** So many blocks behind a change the parser may take from before by itself: by then it has come to one that is as it was. */
const BLOCKS_AHEAD = 4;
const READ_AT_ONCE = 256;

/**
 * A stretch of the text that is as it was when it was parsed, and the blocks that it then had. What comes to the beginning
 * of one of them, with nothing open around it, would find the same ones again, as long as a block and the two lines behind
 * it are in the stretch: further than that no block looks ahead.
 */
export class UnchangedStretch {
  readonly #fragment: TreeFragment;
  readonly #input: Input;
  #end: Piece | null | undefined;

  constructor(fragment: TreeFragment, input: Input) {
    this.#fragment = fragment;
    this.#input = input;
  }

  get from(): number {
    return this.#fragment.from;
  }

  get to(): number {
    return this.#fragment.to;
  }

  /** From where the text begins, then as now. */
  get isBeginning(): boolean {
    return this.#fragment.from === 0 && this.#fragment.offset === 0;
  }

  /** All the text from here on, to its end. */
  get isRest(): boolean {
    const { to, tree, openEnd } = this.#fragment;
    return !openEnd && to === this.#input.length && this.#start + tree.length === to;
  }

  /** Where its tree begins in the text as it is now. */
  get #start(): number {
    return -this.#fragment.offset;
  }

  /** The first block that isn't certain to be as it was, though it does begin here; null without one. */
  get end(): Piece | null {
    if (this.#end === undefined) this.#end = this.#findEnd();
    return this.#end;
  }

  /** The block that begins between the start of a line and its first word; null where none does. */
  blockIn(lineStart: number, word: number): Piece | null {
    const block = firstFrom(this.#fragment.tree, this.#start, lineStart);
    return block !== null && block.from <= word ? block : null;
  }

  /** Its blocks from one of them on, all that are certain to be as they were. */
  piecesFrom(from: number): Piece[] {
    const end = this.isRest ? Infinity : (this.end?.from ?? from);
    return piecesWithin(this.#fragment.tree, this.#start, from, end);
  }

  /** For the parser, which finds in it what is nested in the block that is parsed anew: the end of the stretch. */
  lastPart(): TreeFragment[] {
    if (this.isRest) return [this.#fragment];
    const { from, to, tree, offset, openStart } = this.#fragment;
    const certain = lineStart(this.#input, to) - 1;
    return certain > from ? [new TreeFragment(from, certain, tree, offset, openStart, true)] : [];
  }

  /** The same of its beginning. */
  firstPart(): TreeFragment[] {
    const { tree, offset } = this.#fragment;
    const from = lineEnd(this.#input, this.from);
    let after = firstFrom(tree, this.#start, from);
    for (let n = 1; after !== null && n < BLOCKS_AHEAD; n++) after = firstFrom(tree, this.#start, after.from + 1);
    return this.lastPart().flatMap((part) => {
      const to = Math.min(part.to, after?.from ?? part.to);
      return from < to ? [new TreeFragment(from, to, tree, offset, true, to < part.to || part.openEnd)] : [];
    });
  }

  #findEnd(): Piece | null {
    const last = lineStart(this.#input, this.to);
    const before = lineStart(this.#input, Math.max(0, last - 1));
    const end = lastBefore(this.#fragment.tree, this.#start, before);
    return end !== null && end.from > this.from ? end : null;
  }
}

/** Of the line in which the place is. */
export function lineStart(input: Input, place: number): number {
  for (let to = place; to > 0; to -= READ_AT_ONCE) {
    const from = Math.max(0, to - READ_AT_ONCE);
    const found = input.read(from, to).lastIndexOf('\n');
    if (found !== -1) return from + found + 1;
  }
  return 0;
}

/** The next place where something else than blanks and line ends stands; the end of the text if nothing does. */
export function nextWord(input: Input, place: number): number {
  return nextOf(input, place, /[^ \t\r\n]/);
}

const lineEnd = (input: Input, place: number) => nextOf(input, place, /\n/);

function nextOf(input: Input, place: number, wanted: RegExp): number {
  for (let from = place; from < input.length; from += READ_AT_ONCE) {
    const found = input.read(from, Math.min(input.length, from + READ_AT_ONCE)).search(wanted);
    if (found !== -1) return from + found;
  }
  return input.length;
}
