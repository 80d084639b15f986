import type { Extension } from '@codemirror/state';
import { EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import * as Y from 'yjs';
import type { EditorText } from '../sync/editorText';

/**
 * Tells the others where this cursor is, in positions that hang on the text itself. While somebody types, such a
 * position stays the same, so most keys send nothing.
 */
export function shareCursor(replica: EditorText): Extension {
  const position = (index: number) => Y.createRelativePositionFromTypeIndex(replica.text, index);

  class SharedCursor {
    #shared: { anchor: Y.RelativePosition; head: Y.RelativePosition } | null = null;

    constructor(view: EditorView) {
      this.#share(view);
    }

    update({ view, selectionSet, docChanged, focusChanged }: ViewUpdate): void {
      if (selectionSet || docChanged || focusChanged) this.#share(view);
    }

    destroy(): void {
      if (this.#shared !== null) replica.awareness.setLocalStateField('cursor', null);
    }

    #share(view: EditorView): void {
      // Someone who is elsewhere on the page keeps the cursor that they last had in the text.
      if (!view.hasFocus) return;
      const { anchor, head, empty } = view.state.selection.main;
      // Found by a walk over the text: once, where both are the same.
      const at = position(head);
      const cursor = { anchor: empty ? at : position(anchor), head: at };
      if (
        this.#shared !== null &&
        Y.compareRelativePositions(this.#shared.anchor, cursor.anchor) &&
        Y.compareRelativePositions(this.#shared.head, cursor.head)
      )
        return;
      this.#shared = cursor;
      replica.awareness.setLocalStateField('cursor', cursor);
    }
  }
  return ViewPlugin.fromClass(SharedCursor);
}
