import './mistakes.css';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import type { EditorWords } from './editorWords';
import { lookForMistakes } from './lookForMistakes';
import { markedMistakes } from './markedMistakes';
import { mistakeList } from './mistakeList';
import { messageOf } from './mistakeNote';
import { pointAtMistakes, tellOf } from './pointAtMistakes';

export { toggleMistakeList } from './mistakeList';

/**
 * Mistakes in the Markdown, marked where they are, told where one points, and in a list. `@codemirror/lint` isn't used for it:
 * what it needs of CodeMirror's view is in the file that everybody loads, and more than all of this.
 */
export const mistakeMarks = (words: EditorWords): Extension => [
  markedMistakes,
  lookForMistakes,
  pointAtMistakes(words),
  mistakeList(words),
];

/** Selects it, shows and says what it is. */
export function goToMistake(view: EditorView, which: 'next' | 'previous', words: EditorWords): void {
  view.focus();
  const { placed } = view.state.field(markedMistakes);
  const { main } = view.state.selection;
  const behind = placed.find(({ from }) => from > main.from || (from === main.from && main.empty)) ?? placed[0];
  const before = placed.findLast(({ from }) => from < main.from) ?? placed.at(-1);
  const found = which === 'next' ? behind : before;
  if (found === undefined) {
    view.dispatch({ effects: EditorView.announce.of(words.mistakes.none) });
    return;
  }
  const { from, to } = found;
  const all = placed.filter((one) => one.from === from);
  const said = all.map(({ mistake }) => messageOf(mistake, words)).join(' ');
  view.dispatch({
    selection: { anchor: from, head: to },
    scrollIntoView: true,
    effects: [tellOf.of(all), EditorView.announce.of(said)],
  });
}
