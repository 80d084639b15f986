import { syntaxTree } from '@codemirror/language';
import type { EditorView } from '@codemirror/view';
import type { EditorWords } from './editorWords';
import { element } from './elements';
import { MistakeSearch, type Mistake } from './findMistakes';
import { lookForMistakes } from './lookForMistakes';
import { markedMistakes } from './markedMistakes';

export const messageOf = ({ kind, about }: Mistake, { mistakes }: EditorWords): string => filled(mistakes[kind], about);

/** What a mistake is, and the button that mends it where one can. */
export function mistakeNote(view: EditorView, mistake: Mistake, words: EditorWords): HTMLElement {
  const note = element('span', 'mdr-mistake', messageOf(mistake, words));
  if (mistake.fix === null) return note;
  const button = element('button', 'mdr-mend', filled(words.mend[mistake.kind], [mistake.fix.about]));
  button.type = 'button';
  button.addEventListener('click', () => mend(view, mistake));
  note.append(button);
  return note;
}

/** As it is by now: what was found may have been written on since. */
function mend(view: EditorView, found: Mistake): void {
  const { state } = view;
  const from = state.field(markedMistakes).placed.find(({ mistake }) => mistake === found)?.from;
  const all = new MistakeSearch(state.doc, syntaxTree(state)).goOn(Infinity, () => 0) ?? [];
  const fix = all.find((mistake) => mistake.kind === found.kind && mistake.from === from)?.fix ?? null;
  if (fix !== null)
    view.dispatch({
      changes: fix,
      ...(fix.goesOn && { selection: { anchor: fix.from + fix.insert.length } }),
      scrollIntoView: fix.goesOn,
      userEvent: 'input.mend',
    });
  view.focus();
  view.plugin(lookForMistakes)?.look();
}

const filled = (words: string, about: readonly string[]) =>
  about.reduce((text, one, index) => text.replace(`%${index + 1}`, () => one), words);
