import type { Extension } from '@codemirror/state';
import { showPanel, type EditorView } from '@codemirror/view';
import type { EditorWords } from './editorWords';
import { asToolbar, element, tool } from './elements';
import { FORMAT_TOOLS } from './formatTools';

/** Above the keyboard of a telephone, where Markdown's marks are far away. The style sheet shows it only there. */
export function touchBar(words: EditorWords): Extension {
  return showPanel.of((view) => {
    const bar = asToolbar(element('div', 'mdr-touch-bar'), words.touchBar);
    bar.append(tool('/', words.insert, () => offerInserting(view)));
    for (const { word, face, run } of FORMAT_TOOLS) bar.append(tool(face(), words.format[word], () => run(view)));
    return { dom: bar };
  });
}

/** As if a slash had been typed where it opens the menu: at the start of a word. */
function offerInserting(view: EditorView): void {
  const { head } = view.state.selection.main;
  const before = view.state.sliceDoc(Math.max(0, head - 1), head);
  const insert = /^\s?$/.test(before) ? '/' : ' /';
  view.dispatch(view.state.replaceSelection(insert), { userEvent: 'input.type', scrollIntoView: true });
}
