import * as Y from 'yjs';

/** Something that a draft adds to the document it was forked from, or takes out of it. Offsets are UTF-16 units. */
export interface DraftPart {
  kind: 'added' | 'removed';
  /** Where it stands in the draft, or stood. */
  at: number;
  /** The same place in the document. */
  base: number;
  text: string;
}

/** One place that a draft changes, as the document's text counts. */
export interface Change {
  start: number;
  end: number;
  text: string;
}

/**
 * What differs, in the order of the text. It is read from the items that both share, not from the two strings: which of
 * three equal letters was added is known, whatever others write meanwhile.
 *
 * @param text of the draft; it has everything that the document has.
 */
export function partsOf(text: Y.Text, document: Y.Doc): DraftPart[] {
  const parts: DraftPart[] = [];
  let at = 0;
  let base = 0;
  const add = (kind: DraftPart['kind'], piece: string) => {
    const last = parts.at(-1);
    if (last?.kind === kind && endOf(last).at === at && endOf(last).base === base) last.text += piece;
    else parts.push({ kind, at, base, text: piece });
    if (kind === 'added') at += piece.length;
    else base += piece.length;
  };
  for (let item = text._start; item !== null; item = item.right) {
    if (!(item.content instanceof Y.ContentString)) continue;
    const isKnown = item.id.clock < Y.getState(document.store, item.id.client);
    if (item.deleted && isKnown) {
      for (const piece of stillThere(item, item.content.str, document)) add('removed', piece);
    } else if (!item.deleted && isKnown) {
      at += item.length;
      base += item.length;
    } else if (!item.deleted) {
      add('added', item.content.str);
    }
  }
  return parts;
}

/** Those pieces of a deleted item that the document still has. */
function* stillThere({ id, length }: Y.Item, content: string, document: Y.Doc): Generator<string> {
  for (let done = 0; done < length;) {
    const struct = Y.getItem(document.store, Y.createID(id.client, id.clock + done));
    const end = Math.min(length, struct.id.clock + struct.length - id.clock);
    if (!struct.deleted) yield content.slice(done, end);
    done = end;
  }
}

const endOf = ({ kind, at, base, text }: DraftPart) =>
  kind === 'added' ? { at: at + text.length, base } : { at, base: base + text.length };

/** The same as edits: what stands side by side is one. */
export function changesOf(parts: DraftPart[]): Change[] {
  const changes: Change[] = [];
  let end = { at: -1, base: -1 };
  for (const part of parts) {
    const last = changes.at(-1);
    const change =
      last !== undefined && end.at === part.at && end.base === part.base
        ? last
        : { start: part.base, end: part.base, text: '' };
    if (change !== last) changes.push(change);
    if (part.kind === 'added') change.text += part.text;
    end = endOf(part);
    change.end = end.base;
  }
  return changes;
}

/** Where a place of the draft is in the document; of what the draft adds, where it stands. */
export function inDocument(parts: DraftPart[], offset: number): number {
  let base = offset;
  for (const { kind, at, text } of parts) {
    if (at > offset || (at === offset && kind === 'added')) break;
    base += kind === 'added' ? -Math.min(text.length, offset - at) : text.length;
  }
  return base;
}
