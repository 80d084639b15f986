import type { Extension } from '@codemirror/state';
import { type EditorView, ViewPlugin } from '@codemirror/view';
import { ySyncAnnotation } from 'y-codemirror.next';

/** Acts once others' edits, or an undo, are all in the view: only then does Yjs know where things stand in it. */
export function afterOthersEdits(act: (view: EditorView) => void, destroy: (view: EditorView) => void): Extension {
  return ViewPlugin.define((view) => {
    let waiting = false;
    return {
      update({ docChanged, transactions }) {
        const fromElsewhere = transactions.some((one) => one.annotation(ySyncAnnotation) !== undefined);
        if (!docChanged || !fromElsewhere || waiting) return;
        waiting = true;
        queueMicrotask(() => {
          waiting = false;
          act(view);
        });
      },
      destroy: () => destroy(view),
    };
  });
}
