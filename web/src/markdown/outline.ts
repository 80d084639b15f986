export interface Heading {
  level: number;
  text: string;
  /** From 0. */
  line: number;
}

const ATX = /^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$/;
const UNDERLINE = /^ {0,3}(=+|-+)[ \t]*$/;
/** What begins no list, quotation, table, rule or indented code. */
const PARAGRAPH = /^(?![-+*][ \t]|\d+[.)][ \t]|[>|]|([-*_])[ \t]*(?:\1[ \t]*){2,}$)\S/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const MARKS = /[*_`~]|!?\[([^\]]*)\]\([^)]*\)/g;

/** The headings of a text, as a list of contents. */
export function outlineOf(text: string): Heading[] {
  const headings: Heading[] = [];
  const add = (level: number, source: string, line: number) => {
    const title = source.replace(MARKS, '$1').trim();
    if (title !== '') headings.push({ level, text: title, line });
  };
  let fence: string | null = null;
  /** What becomes a heading if it is underlined. */
  let paragraph: { line: number; text: string } | null = null;
  /** What comes now goes on with nothing. */
  let isFresh = true;
  const lines = text.split('\n');
  for (let line = behindFrontMatter(lines); line < lines.length; line++) {
    const content = lines[line] ?? '';
    const mark = FENCE.exec(content)?.[1];
    if (fence !== null) {
      if (mark?.startsWith(fence) === true) fence = null;
      continue;
    }
    const heading = ATX.exec(content);
    const underline = UNDERLINE.exec(content)?.[1];
    const isBlank = content.trim() === '';
    if (mark !== undefined) fence = mark;
    else if (heading?.[1] !== undefined) add(heading[1].length, heading[2] ?? '', line);
    else if (underline !== undefined && paragraph !== null)
      add(underline.startsWith('=') ? 1 : 2, paragraph.text, paragraph.line);
    else if (paragraph !== null && !isBlank) {
      paragraph.text += ` ${content.trim()}`;
      continue;
    } else if (isFresh && PARAGRAPH.test(content)) {
      paragraph = { line, text: content };
      continue;
    }
    paragraph = null;
    isFresh = isBlank || mark !== undefined || heading !== null || underline !== undefined;
  }
  return headings;
}

/** The first line that isn't of the notes at the very top. */
function behindFrontMatter(lines: readonly string[]): number {
  const isMark = (line: string | undefined) => line !== undefined && /^---[ \t]*$/.test(line);
  if (!isMark(lines[0])) return 0;
  const close = lines.findIndex((line, at) => at > 0 && isMark(line));
  return close < 2 ? 0 : close + 1;
}

/** What a link names a heading by, as GitHub makes it from its words. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
    .replaceAll(' ', '-');

export interface AnchoredHeading extends Heading {
  anchor: string;
}

/** With what a link names each heading by; of several with the same words the second is `-1`. */
export function anchoredOutline(text: string): AnchoredHeading[] {
  const taken = new Map<string, number>();
  return outlineOf(text).map((heading) => {
    const name = anchorOf(heading.text);
    const before = taken.get(name) ?? 0;
    taken.set(name, before + 1);
    return { ...heading, anchor: before === 0 ? name : `${name}-${before}` };
  });
}

/** The line of the heading that `#anchor` leads to; null without one. */
export const lineOfAnchor = (text: string, anchor: string): number | null =>
  anchoredOutline(text).find((heading) => heading.anchor === anchor)?.line ?? null;
