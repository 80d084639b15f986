export interface Heading {
  level: number;
  text: string;
  /** From 0. */
  line: number;
}

const ATX = /^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const MARKS = /[*_`~]|!?\[([^\]]*)\]\([^)]*\)/g;

/** The headings of a text, as a list of contents. Underlined headings are left to the eye. */
export function outlineOf(text: string): Heading[] {
  const headings: Heading[] = [];
  let fence: string | null = null;
  text.split('\n').forEach((content, line) => {
    const mark = FENCE.exec(content)?.[1];
    if (fence !== null) {
      if (mark?.startsWith(fence) === true) fence = null;
      return;
    }
    if (mark !== undefined) {
      fence = mark;
      return;
    }
    const heading = ATX.exec(content);
    if (heading?.[1] !== undefined) {
      const title = (heading[2] ?? '').replace(MARKS, '$1').trim();
      if (title !== '') headings.push({ level: heading[1].length, text: title, line });
    }
  });
  return headings;
}
