import type { EditorText } from '../sync/editorText';

const TASK = /^(\s*(?:>\s*)*(?:[-*+]|\d+[.)])\s+\[)([ xX])\]/;
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
