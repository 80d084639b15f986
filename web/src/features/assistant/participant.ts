import * as Y from 'yjs';
import type { Replica } from '../../sync/replica';

/** Shows everybody that the assistant is at work, and where in the text: from here to there, in UTF-16 units. */
export function showAssistant(replica: Replica, at: { from: number; to: number } | null): void {
  const position = (index: number) => Y.createRelativePositionFromTypeIndex(replica.text, index);
  const cursor = at === null ? null : { anchor: position(at.from), head: position(at.to) };
  replica.awareness.setLocalStateField('assistant', { cursor });
}

export function hideAssistant(replica: Replica): void {
  // Who has left has nothing to show any more.
  if (replica.awareness.getLocalState() !== null) replica.awareness.setLocalStateField('assistant', null);
}
