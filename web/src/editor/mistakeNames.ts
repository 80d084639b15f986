import { labelOf } from '../markdown/footnotes';
import { anchoredOutline, anchorOf, type AnchoredHeading } from '../markdown/outline';

/** Also in code and in lists: what looks like a definition is taken for one. */
const DEFINED = /^[ \t>*+\-.)\d]*\[((?:[^\]\\\n]|\\.){1,999})\]:/gm;
/** Anchors that other readers of Markdown know. */
const SET = /\b(?:id|name)=["']?([^\s"'>]+)|\{#([^\s}]+)/g;
const TAG = /<[^>]*>/g;
const FORMULA = /^[ \t>]*\$\$|\$\$[ \t]*$/gm;

export interface Range {
  from: number;
  to: number;
}

/** What a text names: its headings, definitions and notes. Each is looked for when it is first asked for. */
export class Names {
  readonly #text: string;
  #outline: AnchoredHeading[] | null = null;
  #anchors: Set<string> | null = null;
  #like: Map<string, string> | null = null;
  #defined: Set<string> | null = null;
  #formulas: Range[] | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  /** As written behind the `#`. The empty one and `#top` lead to the beginning, and notes have their own. */
  hasAnchor(written: string): boolean {
    const name = decoded(written);
    if (name === '' || name === 'top' || name.startsWith('^')) return true;
    this.#anchors ??= new Set([
      ...this.#headings().flatMap(({ anchor, text }) => [anchor, anchorOf(text.replace(TAG, '').trim())]),
      ...Array.from(this.#text.matchAll(SET), ([, id, braced]) => id ?? braced ?? ''),
    ]);
    // Whether one is a mark of the words or part of them, readers disagree.
    return this.#anchors.has(name) || this.#anchors.has(name.replaceAll('_', ''));
  }

  /** The one of a heading that differs in case and in signs alone; null without one. */
  anchorLike(written: string): string | null {
    this.#like ??= new Map(this.#headings().map(({ anchor }) => [bare(anchor), anchor]));
    return this.#like.get(bare(decoded(written))) ?? null;
  }

  isDefined(label: string): boolean {
    this.#defined ??= new Set(Array.from(this.#text.matchAll(DEFINED), ([, defined = '']) => plain(defined)));
    return this.#defined.has(plain(label));
  }

  /** As the renderer has them: the tree takes one with an empty line in it for text. */
  isInFormula(place: number): boolean {
    this.#formulas ??= this.#text.includes('$$') ? formulasIn(this.#text) : [];
    return this.#formulas.some(({ from, to }) => from <= place && place < to);
  }

  #headings(): AnchoredHeading[] {
    return (this.#outline ??= anchoredOutline(this.#text));
  }
}

const plain = (label: string) => labelOf(label.trim().replace(/\s+/g, ' '));
const bare = (anchor: string) => anchor.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

function decoded(written: string): string {
  try {
    return decodeURIComponent(written);
  } catch {
    return written;
  }
}

function formulasIn(text: string): Range[] {
  const found: Range[] = [];
  let from: number | null = null;
  for (const { 0: mark, index } of text.matchAll(FORMULA)) {
    const to = index + mark.length;
    if (from === null) from = index;
    else if (/^[ \t]*(?:\n|$)/.test(text.slice(to, text.indexOf('\n', to) + 1 || undefined))) {
      found.push({ from, to });
      from = null;
    }
  }
  return found;
}
