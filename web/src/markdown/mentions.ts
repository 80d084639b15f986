/** Somebody as a text or a comment names them. */
export interface Mentioned {
  id: string;
  name: string;
}

/** `@[name](id)`, as the server's `MentionText` has it. */
const MENTION = /@\[([^\]\r\n]{1,200})\]\(([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\)/gi;
const HERE = new RegExp(MENTION, 'iy');

/** Of a name what would end it is left out. */
export const asMention = ({ id, name }: Mentioned) => `@[${name.replace(/[[\]\r\n]/g, ' ')}](${id})`;

/** Whom the text names at this place, and how long that is written; null for nobody. */
export function mentionHere(text: string, at: number): (Mentioned & { length: number }) | null {
  HERE.lastIndex = at;
  const [written = '', name = '', id = ''] = HERE.exec(text) ?? [];
  return written === '' ? null : { id, name, length: written.length };
}

export type Part = { kind: 'text'; text: string } | ({ kind: 'mention' } & Mentioned);

/** A text in pieces: words, and whom they name. */
export function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const mention of text.matchAll(MENTION)) {
    if (mention.index > at) parts.push({ kind: 'text', text: text.slice(at, mention.index) });
    parts.push({ kind: 'mention', name: mention[1] ?? '', id: mention[2] ?? '' });
    at = mention.index + mention[0].length;
  }
  if (at < text.length) parts.push({ kind: 'text', text: text.slice(at) });
  return parts;
}

/** The text with the names alone, where it is quoted. */
export const withoutIds = (text: string) => text.replace(MENTION, '@$1');
