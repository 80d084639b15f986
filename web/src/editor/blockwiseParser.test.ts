import { DocInput, ensureSyntaxTree } from '@codemirror/language';
import { ChangeSet, EditorState, Text } from '@codemirror/state';
import { Tree, TreeFragment } from '@lezer/common';
import { expect, test, vi } from 'vitest';
import { seeded } from '../testKit/seeded';
import { MOST } from './blockGroups';
import { BlockwiseParser } from './blockwiseParser';
import { markdownSyntax, wholeParser } from './markdownSyntax';

// Each edit is parsed twice, once as a whole.
vi.setConfig({ testTimeout: 60_000 });

const PIECES = [
  '# Heading *one*\n',
  'Title\n=====\n',
  'Title\n---\n',
  'A paragraph with `code`, **bold** and [a link][ref].\nA second line.\n\n',
  'Words that a quote or a list goes on with.\n',
  '- one\n- two\n  - three\n\n  loose\n',
  '- [ ] to do\n- [x] done\n\n',
  '* other\n* marks\n',
  '1. first\n2. second\n   more\n',
  '> quoted\n> > deeper\n\n',
  '> - a list\n>   in a quote\n>\n> and more\n',
  '> [!NOTE]\n> Mind it.\n',
  '```js\nlet a = 1;\n\n# not a heading\n```\n',
  '~~~\ntildes\n~~~\n\n',
  '```\n',
  '    indented code\n\n\n    goes on\n',
  '>     code in a quote\n>\n>\n',
  '| a | b |\n|---|:-:|\n| 1 | 2 |\n\n',
  '| c | d |\n',
  '|---|---|\n',
  '[ref]: https://example.org "title"\n',
  '[far]:\n  https://example.org\n  "a title"\n',
  '---\n',
  '---\ntags: [a]\n---\n',
  '<div>\nhtml *here*\n\n</div>\n',
  '<!-- begun\n',
  'ended -->\n',
  '<?x\n',
  '?>\n',
  '$$\nx^2\n$$\n',
  '$$\n',
  'A formula $a_1$ and $5 and $6\n\n',
  '\n',
  '\n\n\n',
];
const LETTERS = [
  'a',
  ' ',
  '\n',
  '\n\n',
  '`',
  '```',
  '#',
  '-',
  '- ',
  '>',
  '> ',
  '|',
  '$',
  '$$',
  '<',
  '[',
  ']',
  '=',
  '*',
  '1. ',
];
const MARGINS = ['', '', '', '', '  ', '    ', '> ', '- ', '   '];

/** Writes as nobody does, so that one block becomes part of another, and several places change at once. */
class Writer {
  readonly #chance: () => number;

  constructor(seed: number) {
    this.#chance = seeded(seed);
  }

  below(limit: number): number {
    return Math.floor(this.#chance() * limit);
  }

  text(pieces: number): Text {
    return Text.of(
      Array.from({ length: pieces }, () => this.#piece())
        .join('')
        .split('\n'),
    );
  }

  changes(doc: Text): ChangeSet {
    const count = this.below(6) === 0 ? 2 + this.below(4) : 1;
    const places = Array.from({ length: count }, () => this.#place(doc)).sort((a, b) => a - b);
    return ChangeSet.of(
      places.map((from, index) => {
        const most = (places[index + 1] ?? doc.length) - from;
        const gone = this.below(3) === 0 ? this.below(this.below(8) === 0 ? 600 : 40) : 0;
        return {
          from,
          to: from + Math.min(most, gone),
          insert: this.below(2) === 0 ? this.#piece() : this.#one(LETTERS),
        };
      }),
      doc.length,
    );
  }

  #place(doc: Text): number {
    const place = this.below(doc.length + 1);
    return this.below(2) === 0 ? doc.lineAt(place).from : place;
  }

  #piece(): string {
    const margin = this.#one(MARGINS);
    return this.#one(PIECES).replace(/^(?=.)/gm, margin);
  }

  #one(of: readonly string[]): string {
    return of[this.below(of.length)] ?? '';
  }
}

/** A text that is edited and parsed, as an editor does it. */
class Edited {
  doc: Text;
  tree = Tree.empty;
  fragments: readonly TreeFragment[] = [];
  readonly #parser = new BlockwiseParser(wholeParser);

  constructor(doc: Text) {
    this.doc = doc;
  }

  change(changes: ChangeSet): void {
    this.doc = changes.apply(this.doc);
    const ranges: { fromA: number; toA: number; fromB: number; toB: number }[] = [];
    changes.iterChangedRanges((fromA, toA, fromB, toB) => ranges.push({ fromA, toA, fromB, toB }));
    this.fragments = TreeFragment.applyChanges(this.fragments, ranges);
  }

  /** All of it, or so many steps. */
  parse(steps = Infinity): void {
    const parse = this.#parser.startParse(new DocInput(this.doc), this.fragments);
    let tree: Tree | null = null;
    for (let step = 0; step < steps && tree === null; step++) tree = parse.advance();
    if (tree === null) parse.stopAt(parse.parsedPos);
    while (tree === null) tree = parse.advance();
    this.tree = tree;
    this.fragments = TreeFragment.addTree(tree, this.fragments, parse.stoppedAt !== null);
  }
}

const whole = (doc: Text) => wholeParser.parse(new DocInput(doc));

function told(tree: Tree): string {
  const nodes: string[] = [];
  tree.iterate({ enter: ({ name, from, to }) => void nodes.push(`${name} ${from}–${to}`) });
  return nodes.join('\n');
}

/** Each group of blocks in it, with how many it has, at which depth; and at which depth its blocks are. */
function groupsOf(tree: Tree) {
  const sizes: number[] = [];
  const depths = new Set<number>();
  const visit = (node: Tree, depth: number) => {
    for (const child of node.children) {
      if (!(child instanceof Tree)) continue;
      if (!child.type.isAnonymous) depths.add(depth);
      else {
        sizes.push(child.children.length);
        visit(child, depth + 1);
      }
    }
  };
  visit(tree, 0);
  return { sizes, depths: [...depths] };
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])('an edited text has the tree of a text parsed as a whole (seed %i)', (seed) => {
  const writer = new Writer(seed);
  const edited = new Edited(writer.text(80));
  edited.parse();
  for (let step = 0; step < 150; step++) {
    edited.change(writer.changes(edited.doc));
    edited.parse();
    expect(told(edited.tree), `step ${step}`).toBe(told(whole(edited.doc)));
  }
});

test.each([1, 2, 3, 4])('also where parsing stopped on the way, again and again (seed %i)', (seed) => {
  const writer = new Writer(100 + seed);
  const edited = new Edited(writer.text(80));
  for (let step = 0; step < 150; step++) {
    for (let stop = writer.below(4); stop > 0; stop--) {
      edited.parse(writer.below(30));
      edited.change(writer.changes(edited.doc));
    }
    edited.parse();
    expect(told(edited.tree), `step ${step}`).toBe(told(whole(edited.doc)));
    edited.change(writer.changes(edited.doc));
  }
});

test.each([1, 2])('and in an editor that has come only so far with a long text (seed %i)', (seed) => {
  const writer = new Writer(200 + seed);
  let state = EditorState.create({ doc: writer.text(3_000), extensions: markdownSyntax });
  for (let step = 0; step < 20; step++) {
    for (let change = 0; change < 5; change++) {
      if (writer.below(3) === 0) ensureSyntaxTree(state, writer.below(state.doc.length), 5);
      state = state.update({ changes: writer.changes(state.doc) }).state;
    }
    const tree = ensureSyntaxTree(state, state.doc.length, 60_000);
    expect(tree === null ? '' : told(tree), `step ${step}`).toBe(told(whole(state.doc)));
  }
});

test('the groups stay as large as each other after thousands of edits, and all blocks as deep', () => {
  const writer = new Writer(300);
  const edited = new Edited(writer.text(500));
  edited.parse();
  for (let step = 0; step < 2_000; step++) {
    edited.change(writer.changes(edited.doc));
    edited.parse();
    const { sizes, depths } = groupsOf(edited.tree);
    expect(depths.length, `step ${step}`).toBeLessThanOrEqual(1);
    expect(
      sizes.every((size) => size >= MOST / 2 && size <= MOST),
      `step ${step}`,
    ).toBe(true);
  }
});

test('a key in the middle of a long text makes few trees anew', () => {
  const paragraphs = Array.from({ length: 8_000 }, (_, n) => `Paragraph ${n} with *some* words.\n`).join('\n');
  const edited = new Edited(Text.of(paragraphs.split('\n')));
  edited.parse();
  const before = topTrees(edited.tree);
  const middle = paragraphs.indexOf('with', paragraphs.length / 2);
  for (const letter of 'typed') {
    edited.change(ChangeSet.of({ from: middle, insert: letter }, edited.doc.length));
    edited.parse();
  }
  const made = [...topTrees(edited.tree)].filter((tree) => !before.has(tree));
  expect(made.filter(({ type }) => !type.isAnonymous).length).toBeLessThanOrEqual(2);
  expect(made.length).toBeLessThan(20);
  expect(told(edited.tree)).toBe(told(whole(edited.doc)));
});

/** Blocks and groups of them. */
function topTrees(tree: Tree, found = new Set<Tree>()): Set<Tree> {
  for (const child of tree.children) {
    if (!(child instanceof Tree)) continue;
    found.add(child);
    if (child.type.isAnonymous) topTrees(child, found);
  }
  return found;
}
