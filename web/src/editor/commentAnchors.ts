import * as Y from 'yjs';
import { fromBase64, toBase64 } from 'lib0/buffer';

/** A range that moves with its text: relative positions at its first and behind its last character, base64. */
export interface CommentAnchor {
  start: string;
  end: string;
}

const LONGEST_QUOTE = 2_000;
/** On the character before, so that what is typed behind the range stays outside. */
const BEFORE = -1;

export function anchorAt(text: Y.Text, from: number, to: number): CommentAnchor & { quote: string } {
  const encode = (index: number, assoc: number) =>
    toBase64(Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(text, index, assoc)));
  return {
    start: encode(from, 0),
    end: encode(to, BEFORE),
    quote: text.toJSON().slice(from, Math.min(to, from + LONGEST_QUOTE)),
  };
}

/** Where the range is now; null when nothing of it is left. */
export function rangeOf({ start, end }: CommentAnchor, doc: Y.Doc, text: Y.Text): { from: number; to: number } | null {
  const from = indexOf(start, doc, text);
  const to = indexOf(end, doc, text);
  return from === null || to === null || from >= to ? null : { from, to };
}

/** Where a relative position in base64 is now, or null where it isn't in this text. */
export function indexOf(position: string, doc: Y.Doc, text: Y.Text): number | null {
  try {
    const relative = Y.decodeRelativePosition(fromBase64(position));
    const absolute = Y.createAbsolutePositionFromRelativePosition(relative, doc);
    return absolute?.type === text ? absolute.index : null;
  } catch {
    return null;
  }
}
