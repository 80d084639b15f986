import type { Extension } from '@codemirror/state';
import { ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { ySyncAnnotation } from 'y-codemirror.next';

export interface NearbyEdit {
  /** From 1. */
  line: number;
  /** What stands there now. */
  text: string;
}

/** So many lines from the cursor are near. */
const NEAR = 5;

/** Tells which lines around the cursor others have changed, gathered: never more often than each pause. */
export function nearbyEdits(tell: (edits: NearbyEdit[]) => void, pause: number): Extension {
  return ViewPlugin.define((view) => {
    const changed = new Set<number>();
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      waiting = undefined;
      const { doc } = view.state;
      const lines = new Set([...changed].map((place) => doc.lineAt(Math.min(place, doc.length)).number));
      changed.clear();
      tell([...lines].sort((a, b) => a - b).map((line) => ({ line, text: doc.line(line).text })));
    };
    return {
      update({ transactions, changes, state }: ViewUpdate) {
        // What waits moves with the text.
        const moved = [...changed].map((place) => changes.mapPos(place));
        changed.clear();
        for (const place of moved) changed.add(place);
        if (!transactions.some((one) => one.annotation(ySyncAnnotation) !== undefined)) return;
        const mine = state.doc.lineAt(state.selection.main.head).number;
        changes.iterChangedRanges((_fromBefore, _toBefore, from) => {
          if (Math.abs(state.doc.lineAt(from).number - mine) <= NEAR) changed.add(from);
        });
        if (changed.size > 0) waiting ??= setTimeout(flush, pause);
      },
      destroy: () => clearTimeout(waiting),
    };
  });
}
