import * as Y from 'yjs';

export interface MergedPart {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** What met when a page came back that had been away from the server for a while. */
export interface Merged {
  /** Made here meanwhile. */
  changes: number;
  /** What others wrote meanwhile, in the words around it; empty when they didn't. */
  parts: MergedPart[];
}

const AROUND = 120;

/** What the work changes in the text, in the words around it. */
export function changedBy(text: Y.Text, work: () => void): MergedPart[] {
  const before = text.toJSON();
  let parts: MergedPart[] = [];
  const note = ({ delta }: Y.YTextEvent) => {
    parts = partsOf(before, delta);
  };
  text.observe(note);
  try {
    work();
  } finally {
    text.unobserve(note);
  }
  return parts.some(({ kind }) => kind !== 'same') ? nearChanges(parts) : [];
}

function partsOf(before: string, delta: Y.YTextEvent['delta']): MergedPart[] {
  const parts: MergedPart[] = [];
  let at = 0;
  for (const { retain = 0, insert, delete: deleted = 0 } of delta) {
    if (retain > 0) parts.push({ kind: 'same', text: before.slice(at, at + retain) });
    if (deleted > 0) parts.push({ kind: 'removed', text: before.slice(at, at + deleted) });
    if (typeof insert === 'string') parts.push({ kind: 'added', text: insert });
    at += retain + deleted;
  }
  parts.push({ kind: 'same', text: before.slice(at) });
  return parts;
}

/** Of long stretches that stayed, only what helps to find one's way. */
function nearChanges(parts: MergedPart[]): MergedPart[] {
  return parts
    .map((part, index) => {
      const { kind, text } = part;
      const head = index === 0 ? '' : text.slice(0, AROUND);
      const tail = index === parts.length - 1 ? '' : text.slice(-AROUND);
      return kind !== 'same' || text.length <= head.length + tail.length ? part : { kind, text: `${head} … ${tail}` };
    })
    .filter(({ text }) => text !== '');
}
