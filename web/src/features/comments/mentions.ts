/** A person as the picker offers them. */
export interface Mentionable {
  id: string;
  name: string;
}

const MENTION = /@\[([^\]\n]{1,80})\]\(([0-9a-f-]{36})\)/g;

export type Part = { kind: 'text'; text: string } | { kind: 'mention'; name: string; id: string };

/** A comment's body in pieces: text, and `@[name](id)`. */
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

/** As it is typed: `@name`, without the id; who is meant is kept beside it. */
export function toTyped(text: string): { typed: string; mentioned: Mentionable[] } {
  const mentioned: Mentionable[] = [];
  const typed = partsOf(text).map((part) => {
    if (part.kind === 'text') return part.text;
    mentioned.push({ id: part.id, name: part.name });
    return `@${part.name}`;
  });
  return { typed: typed.join(''), mentioned };
}

/** As it is sent. Longer names first: "@Ana Sousa" isn't "@Ana" and a word. */
export function toSent(typed: string, mentioned: Mentionable[]): string {
  const byLength = [...mentioned].sort((a, b) => b.name.length - a.name.length);
  let sent = '';
  for (let at = 0; at < typed.length;) {
    const person = typed[at] === '@' ? byLength.find(({ name }) => typed.startsWith(`@${name}`, at)) : undefined;
    if (person === undefined) {
      sent += typed[at] ?? '';
      at += 1;
    } else {
      sent += `@[${person.name.replace(/[[\]\n]/g, ' ')}](${person.id})`;
      at += person.name.length + 1;
    }
  }
  return sent;
}

/** The name that is being typed at the cursor, or null. */
export function mentionAt(typed: string, cursor: number): { from: number; query: string } | null {
  const begun = /(?:^|[\s(])@([\p{L}\p{N}._-]*(?: [\p{L}\p{N}._-]*)?)$/u.exec(typed.slice(0, cursor));
  if (begun?.[1] === undefined) return null;
  return { from: cursor - begun[1].length - 1, query: begun[1] };
}

export function matching(people: Mentionable[], query: string, most: number): Mentionable[] {
  const wanted = query.toLocaleLowerCase();
  const words = (name: string) => [name, ...name.split(/\s+/)].map((word) => word.toLocaleLowerCase());
  return people.filter(({ name }) => words(name).some((word) => word.startsWith(wanted))).slice(0, most);
}
