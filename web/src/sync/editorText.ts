import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';

/** A text that the editor can be opened on: a document's own, or somebody's draft of it. */
export interface EditorText {
  readonly doc: Y.Doc;
  readonly text: Y.Text;
  readonly undo: Y.UndoManager;
  /** Where the others are in the document. */
  readonly awareness: Awareness;
  readonly canEdit: boolean;
  /** Whether the others see where the cursor is: in a draft it may stand in words that they don't have. */
  readonly sharesCursor: boolean;
}
