import { syntaxTree } from '@codemirror/language';
import { Prec, StateEffect, StateField, type ChangeDesc, type EditorState, type Extension } from '@codemirror/state';
import { Decoration, EditorView, keymap, type DecorationSet } from '@codemirror/view';
import type { LiveLook } from './livePreview';
import { occupied } from './occupied';
import { blocksOf, type Block } from './renderableBlocks';
import { RenderedBlock } from './renderedBlock';

interface LiveBlocks {
  focused: boolean;
  /** All that could be shown as what it becomes. */
  blocks: readonly Block[];
  /** Those that are. */
  shown: readonly Block[];
  decorations: DecorationSet;
}

const setFocused = StateEffect.define<boolean>();

/**
 * Tables, formulas and diagrams are shown as what they become, also in lists and quotes, until the cursor goes there. They change
 * how high the text is, so unlike marks in a line they have to be known for the whole of it.
 */
export function liveBlocks(look: LiveLook, hasFocus: boolean): Extension {
  const field = StateField.define<LiveBlocks>({
    create: (state) => dress(state, blocksOf(state), hasFocus, null, look),
    update(before, { state, startState, docChanged, changes, selection, effects }) {
      let { focused } = before;
      for (const effect of effects) if (effect.is(setFocused)) focused = effect.value;
      const reparsed = docChanged || syntaxTree(state) !== syntaxTree(startState);
      const same = state.facet(occupied) === startState.facet(occupied) && focused === before.focused;
      if (!reparsed && same && selection === undefined) return before;
      return dress(state, reparsed ? blocksOf(state) : before.blocks, focused, { ...before, changes }, look);
    },
    provide: (one) => EditorView.decorations.from(one, ({ decorations }) => decorations),
  });
  const enter = (forward: boolean) => (view: EditorView) => enterBlock(view, view.state.field(field).shown, forward);
  return [
    field,
    EditorView.focusChangeEffect.of((_state, focusing) => setFocused.of(focusing)),
    focusNeverMissed(field),
    Prec.high(
      keymap.of([
        { key: 'ArrowDown', run: enter(true) },
        { key: 'ArrowUp', run: enter(false) },
      ]),
    ),
  ];
}

/**
 * The editor itself says once that it has the focus, and not again where another transaction comes before: then the cursor
 * would be in a block, and its picture would stay.
 */
function focusNeverMissed(field: StateField<LiveBlocks>): Extension {
  const isMissed = ({ state, hasFocus }: EditorView) => state.field(field, false)?.focused === !hasFocus;
  return EditorView.updateListener.of(({ view }) => {
    if (!isMissed(view)) return;
    // Mostly it says it in a moment.
    setTimeout(() => {
      if (isMissed(view)) view.dispatch({ effects: setFocused.of(view.hasFocus) });
    });
  });
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
  before: (LiveBlocks & { changes: ChangeDesc }) | null,
  look: LiveLook,
): LiveBlocks {
  // A match that was found is selected while the focus is where it is looked for.
  const { ranges } = state.selection;
  const cursors = state.readOnly ? [] : ranges.filter(({ empty }) => focused || !empty);
  const inTheWay = [...cursors, ...state.facet(occupied)];
  const shown = blocks.filter((block) => !inTheWay.some(({ from, to }) => from <= block.to && to >= block.from));
  if (
    before !== null &&
    shown.length === before.shown.length &&
    shown.every((block, at) => isSame(block, before.shown[at]))
  )
    return { focused, blocks, shown, decorations: before.decorations.map(before.changes) };
  const decorations = Decoration.set(
    shown.map(({ from, to, lines, prefix }) => {
      const widget = new RenderedBlock({ source: plainSource(state.sliceDoc(from, to), prefix), lines, prefix }, look);
      return Decoration.replace({ widget, block: true }).range(from, to);
    }),
  );
  return { focused, blocks, shown, decorations };
}

/** It may have moved, but is written as it was. */
const isSame = (now: Block, before: Block | undefined) =>
  now.kept === before?.kept && now.prefix === before.prefix && now.to - now.from === before.to - before.from;
