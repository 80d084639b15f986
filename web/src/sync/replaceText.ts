import type * as Y from 'yjs';

/** Makes the text another one by replacing what differs, so that cursors and undo keep their places. */
export function replaceText(text: Y.Text, wanted: string): void {
  const before = text.toJSON();
  if (before === wanted) return;
  const shorter = Math.min(before.length, wanted.length);
  let start = 0;
  while (start < shorter && before[start] === wanted[start]) start++;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === wanted[wanted.length - 1 - end]) end++;
  // Half of a surrogate pair may be the same in both: a pair is replaced whole.
  if (isHigh(wanted, start - 1) || isHigh(before, start - 1)) start--;
  if (end > 0 && (isLow(wanted, wanted.length - end) || isLow(before, before.length - end))) end--;
  const doc = text.doc;
  const replace = () => {
    text.delete(start, before.length - end - start);
    text.insert(start, wanted.slice(start, wanted.length - end));
  };
  if (doc === null) replace();
  else doc.transact(replace);
}

const isHigh = (text: string, at: number) => /[\uD800-\uDBFF]/.test(text[at] ?? '');
const isLow = (text: string, at: number) => /[\uDC00-\uDFFF]/.test(text[at] ?? '');
