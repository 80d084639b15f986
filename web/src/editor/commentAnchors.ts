import * as Y from 'yjs';
import { fromBase64, toBase64 } from 'lib0/buffer';
import { placesOf } from '../sync/places';

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

export interface TextRange {
  from: number;
  to: number;
}

/** Where each range is now; null when nothing of it is left. */
export function rangesOf(anchors: readonly CommentAnchor[], text: Y.Text): (TextRange | null)[] {
  return edgesOf(anchors, text).map((range) => (range !== null && range.from < range.to ? range : null));
}

/** Where both ends of each are now, in whichever order; null where one isn't in this text. */
export function edgesOf(anchors: readonly CommentAnchor[], text: Y.Text): (TextRange | null)[] {
  const places = placesOf(
    anchors.flatMap(({ start, end }) => [decoded(start), decoded(end)]),
    text,
  );
  return anchors.map((_, index) => {
    const from = places[2 * index] ?? null;
    const to = places[2 * index + 1] ?? null;
    return from === null || to === null ? null : { from, to };
  });
}

function decoded(position: string): Y.RelativePosition | null {
  try {
    return Y.decodeRelativePosition(fromBase64(position));
  } catch {
    return null;
  }
}
