const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const DEFINED = /^ {0,3}\[\^([^\]\s]+)\]:/;
const NAMED = /\[\^([^\]\s]+)\]/g;

/** Labels are the same whatever case they are written in, as those of links. */
export const labelOf = (written: string): string => written.toLowerCase();

// No heading has such a name: `anchorOf` leaves these signs out.
const MARK = '^';

/** Leads from the text to a note. */
export const noteAnchor = (label: string): string => `#${encodeURIComponent(MARK + label)}`;

/** Leads from a note to where the text first names it. */
export const noteOrigin = (label: string): string => `#${encodeURIComponent(MARK + MARK + label)}`;

/** The line that such an anchor leads to; null for any other, and where there is no such note. */
export function lineOfNote(text: string, anchor: string): number | null {
  if (!anchor.startsWith(MARK)) return null;
  const isOrigin = anchor.startsWith(MARK + MARK);
  const label = anchor.slice(isOrigin ? 2 : 1);
  let fence: string | null = null;
  for (const [at, line] of text.split('\n').entries()) {
    const mark = FENCE.exec(line)?.[1];
    if (fence !== null) {
      if (mark?.startsWith(fence) === true) fence = null;
      continue;
    }
    fence = mark ?? null;
    const defined = DEFINED.exec(line);
    if (!isOrigin && defined?.[1] !== undefined && labelOf(defined[1]) === label) return at;
    const rest = line.slice(defined?.[0].length ?? 0);
    if (isOrigin && [...rest.matchAll(NAMED)].some(([, named = '']) => labelOf(named) === label)) return at;
  }
  return null;
}
