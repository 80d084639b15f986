import { EditorView } from '@codemirror/view';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { toggleTask, toggleTaskInText } from './tasks';

function shown(words: string) {
  const doc = new Y.Doc();
  const text = doc.getText('content');
  text.insert(0, words);
  return { doc, text, undo: new Y.UndoManager(text, { trackedOrigins: new Set() }) };
}

test('a box is ticked and unticked by one character', () => {
  const list = shown('# List\n\n- [ ] one\n  1. [x] two\n');
  toggleTaskInText(list, 2);
  toggleTaskInText(list, 3);
  expect(list.text.toJSON()).toBe('# List\n\n- [x] one\n  1. [ ] two\n');
});

test('a box that was ticked by mistake is unticked by an undo', () => {
  const list = shown('- [ ] one');
  toggleTaskInText(list, 0);
  list.undo.undo();
  expect(list.text.toJSON()).toBe('- [ ] one');
  list.undo.redo();
  expect(list.text.toJSON()).toBe('- [x] one');
});

test('a line without a box stays', () => {
  const prose = shown('see [x] here');
  toggleTaskInText(prose, 0);
  expect(prose.text.toJSON()).toBe('see [x] here');
});

test('a key ticks the task that the cursor is in, however deep it lies, and says so', () => {
  const view = new EditorView({ doc: '- [ ] one\n> 1. - [x] two\nsee [x] here\n' });
  const line = (number: number) => view.state.doc.line(number);
  expect(toggleTask(view, line(1).to)).toBe(true);
  expect(toggleTask(view, line(2).from)).toBe(true);
  expect(toggleTask(view, line(3).from)).toBe(false);
  expect(view.state.doc.toString()).toBe('- [x] one\n> 1. - [ ] two\nsee [x] here\n');
  expect(view.dom.querySelector('.cm-announced')?.textContent).toContain('Task not done');
});
