import type { Text } from '@codemirror/state';

const FENCE = /^---[ \t]*$/;
/** Further down nobody closes it: a rule at the top isn't looked at the whole text for, with every key. */
const MOST_LINES = 500;

/** Where the text begins behind its front matter, by the rules of `markdown/frontMatterRule.ts`; 0 without one. */
export function frontMatterEnd(doc: Text): number {
  if (!FENCE.test(doc.line(1).text)) return 0;
  const last = Math.min(doc.lines, MOST_LINES);
  for (let number = 3; number <= last; number++) {
    const line = doc.line(number);
    if (FENCE.test(line.text)) return line.to + 1;
  }
  return 0;
}
