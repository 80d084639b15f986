import type * as Y from 'yjs';

const TASK = /^(\s*(?:>\s*)*(?:[-*+]|\d+[.)])\s+\[)([ xX])\]/;

/** Ticks or unticks the task in a line (from 0): an edit of one character. */
export function toggleTaskInText(text: Y.Text, line: number): void {
  const lines = text.toJSON().split('\n');
  const task = TASK.exec(lines[line] ?? '');
  if (task?.[1] === undefined) return;
  const at = lines.slice(0, line).reduce((sum, { length }) => sum + length + 1, task[1].length);
  text.doc?.transact(() => {
    text.insert(at, task[2] === ' ' ? 'x' : ' ');
    text.delete(at + 1, 1);
  });
}
