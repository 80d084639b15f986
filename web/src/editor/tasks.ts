import { EditorView } from '@codemirror/view';
import type { EditorText } from '../sync/editorText';

const TASK = /^(\s*(?:>\s*)*(?:(?:[-*+]|\d+[.)])\s+(?:>\s*)*)+\[)([ xX])\]/;
/** Of what was ticked: as what the person types, it can be undone. */
const TICKED = Symbol('ticked');

/** Ticks or unticks the task in a line (from 0): an edit of one character. */
export function toggleTaskInText({ doc, text, undo }: Pick<EditorText, 'doc' | 'text' | 'undo'>, line: number): void {
  const lines = text.toJSON().split('\n');
  const task = TASK.exec(lines[line] ?? '');
  if (task?.[1] === undefined) return;
  const at = lines.slice(0, line).reduce((sum, { length }) => sum + length + 1, task[1].length);
  undo.addTrackedOrigin(TICKED);
  doc.transact(() => {
    text.insert(at, task[2] === ' ' ? 'x' : ' ');
    text.delete(at + 1, 1);
  }, TICKED);
}

/** Ticks or unticks the task in the line of the offset; false where that is none, or nobody may. */
export function toggleTask(view: EditorView, at: number): boolean {
  const { state } = view;
  const line = state.doc.lineAt(at);
  const task = TASK.exec(line.text);
  if (task?.[1] === undefined || state.readOnly) return false;
  const from = line.from + task[1].length;
  const isDone = task[2] !== ' ';
  view.dispatch({
    changes: { from, to: from + 1, insert: isDone ? ' ' : 'x' },
    effects: EditorView.announce.of(state.phrase(isDone ? 'Task not done' : 'Task done')),
    userEvent: 'input.task',
  });
  return true;
}
