import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import type { Replica } from '../sync/replica';
import { editorExtensions, type EditorLook } from './editorExtensions';

/** Line and column from 1, as people count. */
export interface Caret {
  line: number;
  column: number;
}

export interface EditorEvents {
  moved: (caret: Caret) => void;
  scrolled: (line: number) => void;
}

export function openEditor(parent: HTMLElement, replica: Replica, look: EditorLook, events: EditorEvents): EditorView {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: replica.text.toJSON(),
      extensions: [
        editorExtensions(replica, look),
        EditorView.updateListener.of((update) => {
          if (update.selectionSet || update.docChanged) events.moved(caretOf(update.state));
        }),
        EditorView.domEventObservers({ scroll: (_event, scrolled) => events.scrolled(topLine(scrolled)) }),
      ],
    }),
  });
  events.moved(caretOf(view.state));
  return view;
}

function caretOf(state: EditorState): Caret {
  const { head } = state.selection.main;
  const line = state.doc.lineAt(head);
  return { line: line.number, column: head - line.from + 1 };
}

/** The first line in sight, with the part of it that has scrolled away as its fraction. */
function topLine(view: EditorView): number {
  const top = view.scrollDOM.scrollTop;
  const block = view.lineBlockAtHeight(Math.max(0, top - view.documentPadding.top));
  const part = block.height === 0 ? 0 : (top - view.documentPadding.top - block.top) / block.height;
  return view.state.doc.lineAt(block.from).number - 1 + Math.min(1, Math.max(0, part));
}
