import { startCompletion, type CompletionSource } from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';
import { showPanel, type EditorView } from '@codemirror/view';
import type { EditorWords } from './editorWords';
import { asToolbar, element, icon, tool } from './elements';
import { fenceLines } from './format';
import { FORMAT_TOOLS } from './formatTools';

const KEYBOARD_DOWN = [
  'M4 3h16a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2z',
  'M6 7h.01',
  'M10 7h.01',
  'M14 7h.01',
  'M18 7h.01',
  'M8 11h8',
  'm9 19 3 3 3-3',
];

/** Above the keyboard of a telephone, where Markdown's marks are far away. The style sheet shows it only there. */
export function touchBar(words: EditorWords, mention: CompletionSource | null): Extension {
  return showPanel.of((view) => {
    const bar = asToolbar(element('div', 'mdr-touch-bar'), words.touchBar);
    bar.append(tool('/', words.insert, () => ask(view, '/')));
    if (mention !== null) bar.append(tool('@', words.mention, () => ask(view, '@')));
    for (const { word, face, run } of FORMAT_TOOLS) bar.append(tool(face(), words.format[word], () => run(view)));
    bar.append(tool('```', words.codeBlock, () => fenceLines(view)));
    const hide = tool(icon(...KEYBOARD_DOWN), words.hideKeyboard, () => view.contentDOM.blur());
    // At the edge, also while the rest is scrolled.
    hide.classList.add('mdr-touch-bar-end');
    bar.append(hide);
    return { dom: bar };
  });
}

/** The sign at the start of a word, and the menu that it opens. */
function ask(view: EditorView, sign: '/' | '@'): void {
  const { head } = view.state.selection.main;
  const before = view.state.sliceDoc(Math.max(0, head - 1), head);
  const insert = /^\s?$/.test(before) ? sign : ` ${sign}`;
  view.dispatch(view.state.replaceSelection(insert), { userEvent: 'input.type', scrollIntoView: true });
  startCompletion(view);
}
