import * as Y from 'yjs';
import { Draft } from '../../sync/draft';
import { inDocument, partsOf } from '../../sync/draftChanges';
import type { EditorText } from '../../sync/editorText';
import type { Replica } from '../../sync/replica';

interface Range {
  from: number;
  to: number;
}

/** Shows everybody that the assistant is at work, and where in the text: from here to there, in UTF-16 units. */
export function showAssistant(replica: Replica, at: Range | null): void {
  const position = (index: number) => Y.createRelativePositionFromTypeIndex(replica.text, index);
  const cursor = at === null ? null : { anchor: position(at.from), head: position(at.to) };
  replica.awareness.setLocalStateField('assistant', { cursor });
}

export function hideAssistant(replica: Replica): void {
  // Who has left has nothing to show any more.
  if (replica.awareness.getLocalState() !== null) replica.awareness.setLocalStateField('assistant', null);
}

/** A place as the document counts it: in a draft it may stand in words that the others don't have. */
export function placeIn(shown: EditorText, { from, to }: Range): Range {
  if (!(shown instanceof Draft)) return { from, to };
  const parts = partsOf(shown.text, shown.document.doc);
  return { from: inDocument(parts, from), to: inDocument(parts, to) };
}
