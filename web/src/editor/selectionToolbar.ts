import { StateField, type EditorState, type Extension } from '@codemirror/state';
import { EditorView, showTooltip, type Tooltip } from '@codemirror/view';
import type { FileEntry } from './attaching';
import type { EditorWords } from './editorWords';
import { asToolbar, element, icon, tool } from './elements';
import { FORMAT_TOOLS } from './formatTools';

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
      for (const { word, face, run } of FORMAT_TOOLS) bar.append(tool(face(), words.format[word], () => run(view)));
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
