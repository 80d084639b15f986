import * as Y from 'yjs';

/**
 * Where relative positions stand in a text by now, in UTF-16 units; null for one that isn't in it. Yjs walks over the
 * whole text before a position for each of them: here one walk answers all, since with every edit of somebody else
 * dozens are asked for.
 */
export function placesOf(positions: readonly (Y.RelativePosition | null)[], text: Y.Text): (number | null)[] {
  const found = positions.map((position) => (position === null ? null : itemOf(position, text)));
  const starts = startsOf(new Set(found.flatMap((one) => one?.item ?? [])), text);
  return found.map((one) => {
    if (one === null) return null;
    if (one.item === null) return one.offset;
    const start = starts.get(one.item);
    return start === undefined ? null : start + one.offset;
  });
}

export const placeOf = (position: Y.RelativePosition, text: Y.Text): number | null =>
  placesOf([position], text)[0] ?? null;

interface Found {
  /** Null for an end of the text. */
  item: Y.Item | null;
  /** From the item's beginning, or from that of the text. */
  offset: number;
}

/** As `createAbsolutePositionFromRelativePosition` finds it. Positions come from others: they may be anything. */
function itemOf({ item: id, tname, assoc }: Y.RelativePosition, text: Y.Text): Found | null {
  const { doc } = text;
  if (doc === null) return null;
  if (id === null) {
    const root: unknown = typeof tname === 'string' ? doc.share.get(tname) : null;
    return root === text ? { item: null, offset: assoc >= 0 ? text.length : 0 } : null;
  }
  try {
    if (Y.getState(doc.store, id.client) <= id.clock) return null;
    const { item, offset } = followRedone(doc.store, id);
    if (!(item instanceof Y.Item) || item.parent !== text) return null;
    const isGone = item.deleted || !item.countable;
    return { item, offset: isGone ? 0 : offset + (assoc >= 0 ? 0 : 1) };
  } catch {
    return null;
  }
}

/** What was deleted and came back by an undo is another item, and stands for the old one. */
function followRedone(store: Y.Doc['store'], id: Y.ID): { item: Y.Item | Y.GC; offset: number } {
  for (let next = id; ;) {
    const item = Y.getItem(store, next);
    const offset = next.clock - item.id.clock;
    if (!(item instanceof Y.Item) || item.redone === null) return { item, offset };
    next = Y.createID(item.redone.client, item.redone.clock + offset);
  }
}

/** How much text stands before each of these. */
function startsOf(wanted: Set<Y.Item>, text: Y.Text): Map<Y.Item, number> {
  const starts = new Map<Y.Item, number>();
  let at = 0;
  for (let item = text._start; item !== null && starts.size < wanted.size; item = item.right) {
    if (wanted.has(item)) starts.set(item, at);
    if (!item.deleted && item.countable) at += item.length;
  }
  return starts;
}
