import { NodeType, Parser, Tree, type Input, type PartialParse, type TreeFragment } from '@lezer/common';
import type { Line, MarkdownParser } from '@lezer/markdown';
import { balanced, blocksIn, type Piece } from './blockGroups';
import { lineStart, nextWord, UnchangedStretch } from './unchangedStretch';

/**
 * Parses anew from the block before a change to the first one behind it that begins where one began before, and puts what
 * comes out between the groups of the tree of before. Markdown's own parser takes in every block of the text by itself up
 * to the change: with each key it does as much as the text is long.
 */
export class BlockwiseParser extends Parser {
  readonly #markdown: MarkdownParser;
  readonly #top: NodeType;

  constructor(markdown: MarkdownParser) {
    super();
    this.#markdown = markdown;
    this.#top = markdown.nodeSet.types.find(({ isTop }) => isTop) ?? NodeType.none;
  }

  override createParse(
    input: Input,
    fragments: readonly TreeFragment[],
    ranges: readonly { from: number; to: number }[],
  ): PartialParse {
    const [first, ...others] = ranges;
    const isWhole = others.length === 0 && first?.from === 0 && first.to === input.length;
    if (!isWhole) return this.#markdown.createParse(input, fragments, ranges);
    return new BlockwiseParse(this.#markdown, this.#top, input, fragments);
  }
}

/** What the types of Markdown's parser hide: the line that comes next, and in how many of the open blocks it is. */
interface OpenParse extends PartialParse {
  readonly line: Line & { readonly depth: number };
}

class BlockwiseParse implements PartialParse {
  stoppedAt: number | null = null;
  readonly #markdown: MarkdownParser;
  readonly #top: NodeType;
  readonly #input: Input;
  readonly #stretches: readonly UnchangedStretch[];
  readonly #pieces: Piece[] = [];
  /** Where the parse begins that is under way; null once the rest of the text is as it was. */
  #open: { from: number; parse: OpenParse } | null = null;

  constructor(markdown: MarkdownParser, top: NodeType, input: Input, fragments: readonly TreeFragment[]) {
    this.#markdown = markdown;
    this.#top = top;
    this.#input = input;
    this.#stretches = fragments.map((fragment) => new UnchangedStretch(fragment, input));
    if (this.#stretches[0]?.isBeginning === true) this.#take(0, 0);
    else this.#begin(0, -1);
  }

  get parsedPos(): number {
    return this.#open?.parse.parsedPos ?? this.#input.length;
  }

  stopAt(place: number): void {
    if (this.stoppedAt !== null && this.stoppedAt < place) throw new RangeError("Can't move stoppedAt forward");
    this.stoppedAt = place;
    this.#open?.parse.stopAt(place);
  }

  advance(): Tree | null {
    if (this.#open === null) return this.#document(this.#input.length);
    const { from, parse } = this.#open;
    const rest = parse.advance();
    if (rest !== null) {
      this.#add(blocksIn(rest, from));
      return this.#document(from + rest.length);
    }
    const found = this.#asBefore(parse);
    if (found === null) return null;
    parse.stopAt(parse.parsedPos - 1);
    let parsed = parse.advance();
    while (parsed === null) parsed = parse.advance();
    this.#add(blocksIn(parsed, from));
    this.#take(found.stretch, found.block.from);
    return null;
  }

  #add(pieces: readonly Piece[]): void {
    for (const piece of pieces) this.#pieces.push(piece);
  }

  /** Takes in the blocks of a stretch, from one of them on, and goes on behind them. */
  #take(index: number, from: number): void {
    const stretch = this.#stretches[index];
    if (stretch === undefined) return;
    this.#add(stretch.piecesFrom(from));
    if (stretch.isRest) this.#open = null;
    else this.#begin(lineStart(this.#input, stretch.end?.from ?? 0), index);
  }

  #begin(from: number, stretch: number): void {
    const nested = this.#stretches
      .slice(Math.max(0, stretch))
      .flatMap((one, index) => (index === 0 && stretch >= 0 ? one.lastPart() : one.firstPart()));
    const ranges = [{ from, to: this.#input.length }];
    const parse = this.#markdown.createParse(this.#input, nested, ranges) as OpenParse;
    if (this.stoppedAt !== null) parse.stopAt(this.stoppedAt);
    this.#open = { from, parse };
  }

  /** The block of before that begins in the line that comes next, if nothing is open around it now either. */
  #asBefore({ line, parsedPos }: OpenParse): { stretch: number; block: Piece } | null {
    if (this.stoppedAt !== null && parsedPos > this.stoppedAt) return null;
    // Marks that are left from the line before belong into a block that is still open.
    if (line.depth > 1 || line.markers.length > 0) return null;
    const place = nextWord(this.#input, parsedPos);
    const begins = lineStart(this.#input, place);
    const index = this.#stretches.findLastIndex(({ from }) => from < begins);
    const stretch = this.#stretches[index];
    if (stretch === undefined || place >= stretch.to) return null;
    const block = stretch.blockIn(begins, place);
    const isCertain = block !== null && (stretch.isRest || block.from < (stretch.end?.from ?? 0));
    return isCertain ? { stretch: index, block } : null;
  }

  #document(length: number): Tree {
    const pieces = balanced(this.#pieces);
    return new Tree(
      this.#top,
      pieces.map(({ tree }) => tree),
      pieces.map(({ from }) => from),
      length,
    );
  }
}
