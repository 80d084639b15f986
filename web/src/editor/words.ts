import { withoutIds } from '../markdown/mentions';

const WORD = /[\p{L}\p{N}]+(?:['’\-_.][\p{L}\p{N}]+)*/gu;
/** Scripts that put no space between words: each of these characters counts as one. */
const SPACELESS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu;
const HAS_SPACELESS = new RegExp(SPACELESS.source, 'u');

export function countWords(written: string): number {
  const text = written.includes('@[') ? withoutIds(written) : written;
  const found = text.match(WORD) ?? [];
  if (!HAS_SPACELESS.test(text)) return found.length;
  let words = 0;
  for (const word of found) {
    const spaceless = word.match(SPACELESS)?.length ?? 0;
    words += spaceless + (word.replace(SPACELESS, ' ').trim() === '' ? 0 : 1);
  }
  return words;
}

/** How many lines are counted between two looks at the clock. */
const LINES_AT_ONCE = 64;

/** Counts a long text again and again as it changes, a little at a time; lines that it has counted before it knows. */
export class WordCount {
  #known = new Map<string, number>();
  #now = new Map<string, number>();
  #lines: string[] = [];
  #at = 0;
  #words = 0;

  begin(text: string): void {
    // What was left of a count that wasn't finished is worth keeping too.
    for (const [line, words] of this.#now) this.#known.set(line, words);
    this.#now = new Map();
    this.#lines = text.split('\n');
    this.#at = 0;
    this.#words = 0;
  }

  /** Until that time at most; the number of words once all are counted, null before. */
  goOn(until: number, clock: () => number): number | null {
    while (this.#at < this.#lines.length) {
      const end = Math.min(this.#lines.length, this.#at + LINES_AT_ONCE);
      for (; this.#at < end; this.#at++) this.#words += this.#wordsIn(this.#lines[this.#at] ?? '');
      if (this.#at < this.#lines.length && clock() >= until) return null;
    }
    this.#known = this.#now;
    this.#lines = [];
    return this.#words;
  }

  #wordsIn(line: string): number {
    const words = this.#now.get(line) ?? this.#known.get(line) ?? countWords(line);
    this.#now.set(line, words);
    return words;
  }
}
