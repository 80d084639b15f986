import { countWords } from '../../editor/words';
import { outlineOf } from '../../markdown/outline';
import type { NewsPart } from '../../sync/news';

export interface NewsSection {
  /** Null above the first heading. */
  heading: string | null;
  /** From 0, of its first change. */
  line: number;
  places: number;
  added: number;
  removed: number;
  /** What the first addition begins with; empty when nothing was added. */
  excerpt: string;
}

const EXCERPT = 120;

/** What others changed, by the headings that it stands under. Words that were added, characters that are gone. */
export function newsReport(text: string, parts: readonly NewsPart[]): NewsSection[] {
  const headings = outlineOf(text);
  const lines = lineCounter(text);
  const sections: { under: number; section: NewsSection }[] = [];
  for (const { from, to, removed } of parts) {
    const line = lines(from);
    const under = headings.findLastIndex((heading) => heading.line <= line);
    let last = sections.at(-1);
    if (last?.under !== under) {
      const heading = headings[under]?.text ?? null;
      last = { under, section: { heading, line, places: 0, added: 0, removed: 0, excerpt: '' } };
      sections.push(last);
    }
    const { section } = last;
    const added = text.slice(from, to);
    section.places += 1;
    section.added += countWords(added);
    section.removed += removed;
    if (section.excerpt === '') section.excerpt = shortened(added.trim());
  }
  return sections.map(({ section }) => section);
}

const shortened = (text: string) => (text.length <= EXCERPT ? text : `${text.slice(0, EXCERPT).trimEnd()}…`);

/** For places that come in order. */
function lineCounter(text: string): (place: number) => number {
  let [line, next] = [0, text.indexOf('\n')];
  return (place) => {
    while (next !== -1 && next < place) {
      line += 1;
      next = text.indexOf('\n', next + 1);
    }
    return line;
  };
}
