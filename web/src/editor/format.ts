import { EditorSelection, type ChangeSpec, type EditorState, type StateCommand } from '@codemirror/state';

export type Mark = '**' | '*' | '`' | '~~';

/** Puts marks around what is selected, or takes them away; without a selection around the word at the cursor. */
export function toggleMark(mark: Mark): StateCommand {
  return ({ state, dispatch }) => {
    if (state.readOnly) return false;
    const size = mark.length;
    const change = state.changeByRange((range) => {
      const { from, to } = range.empty ? (state.wordAt(range.head) ?? range) : range;
      const inside = state.sliceDoc(from, to);
      if (outer(state, from, to, mark)) {
        return {
          changes: [
            { from: from - size, to: from },
            { from: to, to: to + size },
          ],
          range: EditorSelection.range(range.anchor - size, range.head - size),
        };
      }
      if (inside.length >= 2 * size && isMarked(inside, mark)) {
        return {
          changes: [
            { from, to: from + size },
            { from: to - size, to },
          ],
          range: EditorSelection.range(from, to - 2 * size),
        };
      }
      return {
        changes: [
          { from, insert: mark },
          { from: to, insert: mark },
        ],
        range: EditorSelection.range(range.anchor + size, range.head + size),
      };
    });
    dispatch(state.update(change, { scrollIntoView: true, userEvent: 'input.format' }));
    return true;
  };
}

function isMarked(text: string, mark: Mark): boolean {
  if (!text.startsWith(mark) || !text.endsWith(mark)) return false;
  // "**bold**" begins with "*" and isn't emphasis.
  return mark !== '*' || (!text.startsWith('**') && !text.endsWith('**')) || text.startsWith('***');
}

function outer(state: EditorState, from: number, to: number, mark: Mark): boolean {
  const size = mark.length;
  const before = state.sliceDoc(from - size, from);
  const after = state.sliceDoc(to, to + size);
  if (before !== mark || after !== mark) return false;
  if (mark !== '*') return true;
  const stars = /\*+$/.exec(state.sliceDoc(Math.max(0, from - 3), from))?.[0].length ?? 0;
  return stars === 1 || stars === 3;
}

/** What a line can be, beside a plain paragraph. */
export type LineKind = 'heading1' | 'heading2' | 'heading3' | 'bullets' | 'numbers' | 'tasks' | 'quote';

const PREFIX = /^(\s*)(#{1,6} +|[-*+] +\[[ xX]\] +|[-*+] +|\d+[.)] +|> ?)?/;
const PREFIXES: Record<Exclude<LineKind, 'numbers'>, string> = {
  heading1: '# ',
  heading2: '## ',
  heading3: '### ',
  bullets: '- ',
  tasks: '- [ ] ',
  quote: '> ',
};

function prefixOf(kind: LineKind, index: number): string {
  return kind === 'numbers' ? `${index + 1}. ` : PREFIXES[kind];
}

const IS: Record<LineKind, RegExp> = {
  heading1: /^# /,
  heading2: /^## /,
  heading3: /^### /,
  bullets: /^[-*+] +(?!\[[ xX]\] )/,
  numbers: /^\d+[.)] /,
  tasks: /^[-*+] +\[[ xX]\] /,
  quote: /^> ?/,
};

/** Makes the selected lines headings, list items …; lines that all are it already become plain again. */
export function toggleLines(kind: LineKind): StateCommand {
  return ({ state, dispatch }) => {
    if (state.readOnly) return false;
    const lines = selectedLines(state);
    const all = lines.every(({ text }) => IS[kind].test(text.trimStart()));
    const changes: ChangeSpec[] = lines.map(({ from, text }, index) => {
      const [, indent = '', old = ''] = PREFIX.exec(text) ?? [];
      const start = from + indent.length;
      return { from: start, to: start + old.length, insert: all ? '' : prefixOf(kind, index) };
    });
    dispatch(state.update({ changes, scrollIntoView: true, userEvent: 'input.format' }));
    return true;
  };
}

function selectedLines(state: EditorState): { from: number; text: string }[] {
  const { from, to } = state.selection.main;
  const first = state.doc.lineAt(from).number;
  const last = state.doc.lineAt(to).number;
  const lines = [];
  for (let n = first; n <= last; n++) {
    const line = state.doc.line(n);
    if (first === last || line.text.trim() !== '') lines.push({ from: line.from, text: line.text });
  }
  return lines;
}

/** `[selected]()` with the cursor where the address belongs. */
export const insertLink: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false;
  const change = state.changeByRange(({ from, to }) => ({
    changes: [
      { from, insert: '[' },
      { from: to, insert: ']()' },
    ],
    range: EditorSelection.cursor(from === to ? from + 1 : to + 3),
  }));
  dispatch(state.update(change, { scrollIntoView: true, userEvent: 'input.format' }));
  return true;
};

/** The selected lines as a block of code. Its fence is longer than any that stands in them. */
export const fenceLines: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false;
  const { main } = state.selection;
  const { from } = state.doc.lineAt(main.from);
  const { to } = state.doc.lineAt(main.to);
  const inside = state.sliceDoc(from, to).match(/^ {0,3}`{3,}/gm) ?? [];
  const fence = '`'.repeat(Math.max(3, ...inside.map((mark) => mark.trim().length + 1)));
  const before = `${fence}\n`;
  dispatch(
    state.update({
      changes: [
        { from, insert: before },
        { from: to, insert: `\n${fence}` },
      ],
      selection: EditorSelection.single(main.anchor + before.length, main.head + before.length),
      scrollIntoView: true,
      userEvent: 'input.format',
    }),
  );
  return true;
};
