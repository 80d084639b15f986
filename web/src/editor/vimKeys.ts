import { CodeMirror, Vim, vim } from '@replit/codemirror-vim';
import type { Extension } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { yUndoManagerKeymap } from 'y-codemirror.next';

interface Adapted {
  cm6: EditorView;
}

/** What is undone is one's own, as everywhere in a text that several write. */
const runs = (key: string) => (adapted: Adapted) =>
  yUndoManagerKeymap.find((binding) => binding.key === key)?.run?.(adapted.cm6);

Object.assign(CodeMirror.commands, { undo: runs('Mod-z'), redo: runs('Mod-Shift-z') });
// Everything is saved as it is typed.
Vim.defineEx('write', 'w', () => undefined);

export const vimExtension: Extension = vim({ status: true });
