import { StateField, type EditorState, type Extension, type StateCommand } from '@codemirror/state';
import { EditorView, showTooltip, type Tooltip } from '@codemirror/view';
import type { FileEntry } from './attaching';
import type { EditorWords } from './editorWords';
import { asToolbar, element, icon, tool } from './elements';
import { insertLink, toggleLines, toggleMark } from './format';

interface Tool {
  word: keyof EditorWords['format'];
  face: () => Node | string;
  run: StateCommand;
}

const TOOLS: Tool[] = [
  { word: 'bold', face: () => element('b', '', 'B'), run: toggleMark('**') },
  { word: 'italic', face: () => element('i', '', 'I'), run: toggleMark('*') },
  { word: 'strike', face: () => element('s', '', 'S'), run: toggleMark('~~') },
  { word: 'code', face: () => icon('m16 18 6-6-6-6', 'm8 6-6 6 6 6'), run: toggleMark('`') },
  {
    word: 'link',
    face: () =>
      icon(
        'M10 13a5 5 0 0 0 7.54.54l3-3a5 5 0 0 0-7.07-7.07l-1.72 1.71',
        'M14 11a5 5 0 0 0-7.54-.54l-3 3a5 5 0 0 0 7.07 7.07l1.71-1.71',
      ),
    run: insertLink,
  },
  { word: 'heading', face: () => icon('M6 12h12', 'M6 20V4', 'M18 20V4'), run: toggleLines('heading2') },
  {
    word: 'bullets',
    face: () => icon('M8 6h13', 'M8 12h13', 'M8 18h13', 'M3 6h.01', 'M3 12h.01', 'M3 18h.01'),
    run: toggleLines('bullets'),
  },
  {
    word: 'tasks',
    face: () => icon('m3 17 2 2 4-4', 'm3 7 2 2 4-4', 'M13 6h8', 'M13 12h8', 'M13 18h8'),
    run: toggleLines('tasks'),
  },
];

const PICTURE = [
  'M3 5a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2z',
  'M9 9h.01',
  'm21 15-5-5L5 21',
];
const SPEECH = 'M21 15a2 2 0 0 1-2 2H7l-4 4V5a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2z';

export interface ToolbarOptions {
  words: EditorWords;
  /** Null where comments can't be made. */
  comment: (() => void) | null;
  /** Null where files can't be attached. */
  file: FileEntry | null;
}

/** Appears above what is selected. */
export function selectionToolbar({ words, comment, file }: ToolbarOptions): Extension {
  const create = (view: EditorView) => {
    const bar = asToolbar(element('div', 'mdr-toolbar'), words.toolbar);
    if (!view.state.readOnly)
      for (const { word, face, run } of TOOLS) bar.append(tool(face(), words.format[word], () => run(view)));
    if (file !== null && !view.state.readOnly) bar.append(tool(icon(...PICTURE), file.label, () => file.pick(view)));
    if (comment !== null) {
      const button = tool(icon(SPEECH), words.format.comment, comment);
      button.append(words.format.comment);
      button.classList.add('mdr-tool-wide');
      bar.append(button);
    }
    return { dom: bar, offset: { x: 0, y: 6 } };
  };
  const tooltip = (state: EditorState): Tooltip | null => {
    const { main } = state.selection;
    if (main.empty || (state.readOnly && comment === null)) return null;
    return { pos: main.from, end: main.to, above: true, strictSide: false, arrow: false, create };
  };
  return StateField.define<Tooltip | null>({
    create: tooltip,
    update(shown, { state, startState, selection, docChanged }) {
      if (selection === undefined && !docChanged) return shown;
      const next = tooltip(state);
      const moved = !startState.selection.main.eq(state.selection.main);
      return next === null || shown === null || moved ? next : shown;
    },
    provide: (field) => showTooltip.from(field),
  });
}
