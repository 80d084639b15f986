import type { BlameRun, DiffHunk } from '../../api/types';
import { handOf, type Writer } from './contributors';

export interface Segment {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** The newer text with what came and what went, in the order of the text. */
export function diffSegments(text: string, hunks: DiffHunk[]): Segment[] {
  const segments: Segment[] = [];
  const push = (kind: Segment['kind'], part: string) => {
    if (part !== '') segments.push({ kind, text: part });
  };
  let at = 0;
  for (const { toStart, toEnd, deleted, inserted } of hunks) {
    push('same', text.slice(at, toStart));
    push('removed', deleted);
    push('added', inserted);
    at = toEnd;
  }
  push('same', text.slice(at));
  return segments;
}

export interface AuthoredPart extends Writer {
  at: string | null;
  text: string;
}

/** Runs of one hand after another are one part: minutes don't matter to the eye. */
export function authoredParts(text: string, runs: BlameRun[]): AuthoredPart[] {
  const parts: AuthoredPart[] = [];
  for (const { start, end, actor: author, via, at } of runs) {
    const last = parts.at(-1);
    const part = text.slice(start, end);
    if (last !== undefined && handOf(last) === handOf({ author, via })) {
      last.text += part;
      if (at !== null && (last.at === null || at > last.at)) last.at = at;
    } else parts.push({ author, via, at, text: part });
  }
  return parts;
}
