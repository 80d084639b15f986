import type { Text } from '@codemirror/state';
import type { SyntaxNode, SyntaxNodeRef, Tree } from '@lezer/common';
import { frontMatterEnd } from './frontMatter';
import { Names, type Range } from './mistakeNames';

export type MistakeKind =
  'skippedLevel' | 'noHeading' | 'noDefinition' | 'noAddress' | 'noDescription' | 'openCode' | 'cells';

/** In UTF-16 units of the text, as all ranges here. */
export interface Mistake extends Range {
  kind: MistakeKind;
  /** What the message says of it, in its order. */
  about: string[];
  fix: Fix | null;
}

export interface Fix extends Range {
  insert: string;
  /** The person writes on behind it. */
  goesOn: boolean;
  /** What it is called by, beside its kind. */
  about: string;
}

/** Nobody goes through more of them. */
const MOST_MISTAKES = 300;

const HEADINGS = new Map(
  ['ATXHeading', 'SetextHeading'].flatMap((name) => [1, 2, 3, 4, 5, 6].map((level) => [`${name}${level}`, level])),
);

/** In UTF-16 units: what is looked through between two looks at the clock. */
const PART = 16_000;

/**
 * Finds what is certainly not meant in a text, a little at a time. Of a long text in the part that the tree knows; what is
 * named anywhere in it counts as named. In doubt it says nothing.
 */
export class MistakeSearch {
  readonly #text: string;
  readonly #tree: Tree;
  readonly #names: Names;
  readonly #found: Mistake[] = [];
  /** How far the tree is to be trusted: where it ends before the text, what is last in it may go on. */
  readonly #end: number;
  #at: number;
  /** Of the last heading; 0 before the first. */
  #level = 0;
  /** Of the table that is looked at. */
  #columns = 0;

  constructor(doc: Text, tree: Tree) {
    this.#text = doc.toString();
    this.#tree = tree;
    this.#names = new Names(this.#text);
    this.#end = tree.length < this.#text.length ? tree.length - 1 : this.#text.length;
    this.#at = frontMatterEnd(doc);
  }

  /** Until that time at most; all mistakes in their order once they are found, null before. */
  goOn(until: number, clock: () => number): Mistake[] | null {
    while (this.#at <= this.#end && this.#found.length < MOST_MISTAKES) {
      const from = this.#at;
      this.#at = from + PART;
      this.#tree.iterate({ from, to: this.#at, enter: (node) => this.#enter(node, from) });
      if (this.#at <= this.#end && clock() >= until) return null;
    }
    return this.#found.sort((a, b) => a.from - b.from).slice(0, MOST_MISTAKES);
  }

  /** Whether something in it may be of interest. */
  #enter(node: SyntaxNodeRef, from: number): boolean {
    if (node.type.isTop) return true;
    const { name } = node;
    if (node.to > this.#end) return false;
    // It belongs to the part before, and what is in it perhaps to this one.
    const isNew = node.from >= from && node.from < this.#at;
    if (!isNew) return node.from < this.#at;
    const level = HEADINGS.get(name);
    if (level !== undefined) this.#heading(node, level);
    else if (name === 'Link' || name === 'Image' || name === 'LinkReference') this.#link(node.node);
    else if (name === 'FencedCode') this.#code(node.node);
    else if (name === 'TableHeader') this.#columns = cellsIn(this.#sliced(node));
    else if (name === 'TableRow') this.#row(node);
    return name !== 'FencedCode' && name !== 'LinkReference';
  }

  #heading(node: SyntaxNodeRef, level: number): void {
    // Those of a quotation or a list are no part of how the text is built.
    if (!node.matchContext(['Document'])) return;
    const before = this.#level;
    this.#level = level;
    if (before === 0 || level <= before + 1) return;
    const wanted = before + 1;
    const fix = {
      from: node.from,
      to: node.from + level,
      insert: '#'.repeat(wanted),
      about: String(wanted),
      goesOn: false,
    };
    this.#add('skippedLevel', node, [String(level), String(before)], fix);
  }

  #link(node: SyntaxNode): void {
    const { opens, closes, label, address, opensAddress } = partsOf(node, this.#text);
    if (opens === null || closes === null) {
      if (address !== null) this.#anchor(node, address);
      return;
    }
    const said = this.#text.slice(opens.to, closes.from).trim();
    const isImage = node.name === 'Image';
    // "list[i][j]" and "call[i]()" are no links.
    const mayBe = isImage || !/[\p{L}\p{N}_)\]]/u.test(this.#text.charAt(node.from - 1));
    if (address !== null && this.#sliced(address) !== '<>') this.#anchor(node, address);
    else if (opensAddress !== null) {
      if (mayBe) this.#add('noAddress', node, [], writing(opensAddress.to, node.to - 1, ''));
      return;
    }
    if (isImage && said === '' && (opensAddress !== null || label !== null))
      this.#add('noDescription', node, [], writing(opens.to, closes.from, ''));
    if (opensAddress !== null) return;
    if (label === null) this.#note(node, said);
    else if (mayBe) this.#reference(node, said, this.#text.slice(label.from + 1, label.to - 1));
  }

  #anchor(node: SyntaxNode, address: Range): void {
    const written = this.#sliced(address);
    if (!written.startsWith('#') || this.#names.hasAnchor(written.slice(1))) return;
    const like = this.#names.anchorLike(written.slice(1));
    const insert = `#${like}`;
    const fix = { from: address.from, to: address.to, insert, about: insert, goesOn: false };
    this.#add('noHeading', node, [written], like === null ? null : fix);
  }

  #reference(node: SyntaxNode, said: string, label: string): void {
    // "[12][13]" are sources, and "[text][, more]" is what may be left out.
    if (!/^[\p{L}\p{N}]\S*$/u.test(label) || !/\p{L}\p{L}/u.test(said) || this.#names.isDefined(label)) return;
    this.#undefined(node, label);
  }

  #note(node: SyntaxNode, said: string): void {
    const label = /^\^([\p{L}\p{N}_-]+)$/u.exec(said)?.[1];
    // "[^a-z]" may be a pattern; a note stands at the end of a word or a sentence.
    const isAttached = /[\p{L}\p{N}.,:;!?…"'”’»)*_]/u.test(this.#text.charAt(node.from - 1));
    if (label === undefined || !(isAttached || /^\d+$/.test(label)) || this.#names.isDefined(said)) return;
    this.#undefined(node, said);
  }

  #undefined(node: SyntaxNode, label: string): void {
    const { length } = this.#text;
    const gap = '\n'.repeat(this.#text.endsWith('\n\n') ? 0 : this.#text.endsWith('\n') ? 1 : 2);
    this.#add('noDefinition', node, [label], writing(length, length, `${gap}[${label}]: `));
  }

  #code(node: SyntaxNode): void {
    const [opens, closes] = node.getChildren('CodeMark');
    if (opens === undefined || closes !== undefined) return;
    const lineEnd = this.#text.indexOf('\n', opens.from);
    const newLine = this.#text[node.to - 1] === '\n' ? '' : '\n';
    const fix = { from: node.to, to: node.to, insert: `${newLine}${this.#sliced(opens)}\n`, about: '', goesOn: false };
    const range = { from: opens.from, to: lineEnd === -1 ? node.to : Math.min(lineEnd, node.to) };
    // Elsewhere its lines have the marks of what it is in.
    this.#add('openCode', range, [], node.matchContext(['Document']) ? fix : null);
  }

  #row(row: Range): void {
    const text = this.#sliced(row);
    const cells = cellsIn(text);
    const missing = this.#columns - cells;
    if (missing === 0) return;
    const isFramed = /^\|.*\|$/.test(text);
    const fix = { from: row.to, to: row.to, insert: '  |'.repeat(Math.max(0, missing)), about: '', goesOn: false };
    this.#add('cells', row, [String(cells), String(this.#columns)], isFramed && missing > 0 ? fix : null);
  }

  #sliced({ from, to }: Range): string {
    return this.#text.slice(from, to);
  }

  #add(kind: MistakeKind, { from, to }: Range, about: string[], fix: Fix | null): void {
    if (!this.#names.isInFormula(from)) this.#found.push({ kind, from, to, about, fix });
  }
}

const writing = (from: number, to: number, insert: string): Fix => ({ from, to, insert, about: '', goesOn: true });

/** Of a link, a picture or a definition. */
function partsOf(node: SyntaxNode, text: string) {
  const parts: Record<'opens' | 'closes' | 'opensAddress' | 'label' | 'address', Range | null> = {
    opens: null,
    closes: null,
    label: null,
    address: null,
    opensAddress: null,
  };
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    const { name, from } = child;
    if (name === 'URL') parts.address = child;
    else if (name === 'LinkLabel') parts.label = child;
    else if (name !== 'LinkMark' || text[from] === ':') continue;
    else if (parts.opens === null) parts.opens = child;
    else if (parts.closes === null) parts.closes = child;
    else if (text[from] === '(') parts.opensAddress = child;
  }
  return parts;
}

/** What bars divide that have no backslash before them; those at the edges divide nothing. */
function cellsIn(row: string): number {
  const inner = row.replace(/\\./g, '').replace(/^\||\|\s*$/g, '');
  return inner.split('|').length;
}
