import { syntaxTree } from '@codemirror/language';
import type { SyntaxNode, Tree } from '@lezer/common';
import { Prec, StateEffect, StateField, type EditorState, type Extension } from '@codemirror/state';
import { Decoration, EditorView, keymap, type DecorationSet } from '@codemirror/view';
import type { LiveLook } from './livePreview';
import { occupied, type Occupied } from './occupied';
import { RenderedBlock } from './renderedBlock';

/** From the start of its first line to the end of its last. */
interface Block extends Occupied {
  lines: number;
  /** What stands before it in its first line: the marks of the quotes and lists that it is in. */
  prefix: string;
}

interface LiveBlocks {
  focused: boolean;
  /** All that could be shown as what it becomes. */
  blocks: readonly Block[];
  /** Those that are. */
  shown: readonly Block[];
  decorations: DecorationSet;
}

const RENDERED = new Set(['Table', 'MathBlock']);
const CONTAINERS = new Set(['Blockquote', 'BulletList', 'OrderedList', 'ListItem']);
/** Longer ones are read as source: they would be built anew with every letter in them. */
const MOST_LINES = 500;

const setFocused = StateEffect.define<boolean>();

/**
 * Tables and formulas are shown as what they become, also in lists and quotes, until the cursor goes there. They change
 * how high the text is, so unlike marks in a line they have to be known for the whole of it.
 */
export function liveBlocks(look: LiveLook, hasFocus: boolean): Extension {
  const field = StateField.define<LiveBlocks>({
    create: (state) => dress(state, blocksOf(state), hasFocus, null, look),
    update(before, { state, startState, docChanged, selection, effects }) {
      let { focused } = before;
      for (const effect of effects) if (effect.is(setFocused)) focused = effect.value;
      const reparsed = docChanged || syntaxTree(state) !== syntaxTree(startState);
      const same = state.facet(occupied) === startState.facet(occupied) && focused === before.focused;
      if (!reparsed && same && selection === undefined) return before;
      return dress(state, reparsed ? blocksOf(state) : before.blocks, focused, before, look);
    },
    provide: (one) => EditorView.decorations.from(one, ({ decorations }) => decorations),
  });
  const enter = (forward: boolean) => (view: EditorView) => enterBlock(view, view.state.field(field).shown, forward);
  return [
    field,
    EditorView.focusChangeEffect.of((_state, focusing) => setFocused.of(focusing)),
    Prec.high(
      keymap.of([
        { key: 'ArrowDown', run: enter(true) },
        { key: 'ArrowUp', run: enter(false) },
      ]),
    ),
  ];
}

/** The arrow keys lead into what they would jump over: there its source appears. */
function enterBlock(view: EditorView, shown: readonly Block[], forward: boolean): boolean {
  const { main } = view.state.selection;
  if (!main.empty || view.state.readOnly) return false;
  const { head } = view.moveVertically(main, forward);
  const block = forward
    ? shown.find(({ from }) => main.head < from && from <= head)
    : shown.findLast(({ to }) => main.head > to && to >= head);
  if (block === undefined) return false;
  view.dispatch({ selection: { anchor: forward ? block.from : block.to }, scrollIntoView: true, userEvent: 'select' });
  return true;
}

function blocksOf(state: EditorState): Block[] {
  const { doc } = state;
  const blocks: Block[] = [];
  const add = ({ from, to }: Occupied) => {
    const first = doc.lineAt(from);
    const last = doc.lineAt(to);
    const lines = last.number - first.number + 1;
    const prefix = doc.sliceString(first.from, from);
    // Behind the mark of its list it shares the line with it.
    if (lines <= MOST_LINES && /^[ \t>]*$/.test(prefix)) blocks.push({ from: first.from, to: last.to, lines, prefix });
  };
  const cursor = syntaxTree(state).cursor();
  if (!cursor.firstChild()) return blocks;
  do {
    if (RENDERED.has(cursor.name)) add(cursor);
    else if (CONTAINERS.has(cursor.name)) {
      const { from } = cursor;
      for (const inner of blocksIn(cursor.node)) add({ from: from + inner.from, to: from + inner.to });
    }
  } while (cursor.nextSibling());
  return blocks;
}

/** The parser keeps the tree of what didn't change, so that of a long list only the edited part is looked through again. */
const known = new WeakMap<Tree, readonly Occupied[]>();

/** Counted from the beginning of the list or quote. */
function blocksIn(container: SyntaxNode): readonly Occupied[] {
  const { tree, from: start } = container;
  const before = tree === null ? undefined : known.get(tree);
  if (before !== undefined) return before;
  const found: Occupied[] = [];
  container.cursor().iterate(({ name, from, to }) => {
    if (RENDERED.has(name)) found.push({ from: from - start, to: to - start });
    return CONTAINERS.has(name);
  });
  if (tree !== null) known.set(tree, found);
  return found;
}

/** As if it stood by itself: without what its quotes and lists put before each line. */
export function plainSource(source: string, prefix: string): string {
  if (prefix === '') return source;
  const lines = source.split('\n');
  return lines
    .map((line) => {
      let at = 0;
      while (at < prefix.length && /[ \t>]/.test(line[at] ?? '')) at += 1;
      return line.slice(at);
    })
    .join('\n');
}

function dress(
  state: EditorState,
  blocks: readonly Block[],
  focused: boolean,
  before: LiveBlocks | null,
  look: LiveLook,
): LiveBlocks {
  // A match that was found is selected while the focus is where it is looked for.
  const { ranges } = state.selection;
  const cursors = state.readOnly ? [] : ranges.filter(({ empty }) => focused || !empty);
  const inTheWay = [...cursors, ...state.facet(occupied)];
  const shown = blocks.filter((block) => !inTheWay.some(({ from, to }) => from <= block.to && to >= block.from));
  const isSame = before !== null && blocks === before.blocks && shown.length === before.shown.length;
  if (isSame && shown.every((block, index) => block === before.shown[index])) return { ...before, focused };
  const decorations = Decoration.set(
    shown.map(({ from, to, lines, prefix }) => {
      const widget = new RenderedBlock({ source: plainSource(state.sliceDoc(from, to), prefix), lines, prefix }, look);
      return Decoration.replace({ widget, block: true }).range(from, to);
    }),
  );
  return { focused, blocks, shown, decorations };
}
