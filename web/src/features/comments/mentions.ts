import type { Role } from '../../api/types';
import { asMention, partsOf, type Mentioned } from '../../markdown/mentions';

/** A person as the picker offers them. */
export interface Mentionable extends Mentioned {
  /** Whether they can open the document. */
  hasAccess: boolean;
  /** What they shall be let in as when they are mentioned; null for not at all. */
  invitedAs: Role | null;
  /** Nobody whom the writer knows has this address: it stands for the name and the id, and the invitation goes there. */
  byLetter: boolean;
}

export const byLetter = (address: string): Mentionable => ({
  id: address,
  name: address,
  hasAccess: false,
  invitedAs: 'commenter',
  byLetter: true,
});

/** As it is typed: `@name`, without the id; who is meant is kept beside it. */
export function toTyped(text: string): { typed: string; mentioned: Mentionable[] } {
  const mentioned: Mentionable[] = [];
  const typed = partsOf(text).map((part) => {
    if (part.kind === 'text') return part.text;
    // Nobody is told twice of one comment: there is nothing to invite them for.
    mentioned.push({ id: part.id, name: part.name, hasAccess: true, invitedAs: null, byLetter: false });
    return `@${part.name}`;
  });
  return { typed: typed.join(''), mentioned };
}

/** As it is sent; an address stays as it was typed. */
export function toSent(typed: string, mentioned: Mentioned[]): string {
  return namesIn(typed, mentioned)
    .map((part) => (typeof part === 'string' ? part : asMention(part)))
    .join('');
}

/** Those of the mentioned whose name still stands in the text, each once. */
export function stillMentioned<T extends Mentioned>(typed: string, mentioned: T[]): T[] {
  const named = namesIn(typed, mentioned);
  return mentioned.filter((person) => named.includes(person));
}

/** The text in pieces: words, and whom it names. Longer names first: "@Ana Sousa" isn't "@Ana" and a word. */
function namesIn<T extends Mentioned>(typed: string, mentioned: T[]): (string | T)[] {
  const byLength = [...mentioned].sort((a, b) => b.name.length - a.name.length);
  const parts: (string | T)[] = [];
  let from = 0;
  for (let at = typed.indexOf('@'); at >= 0; at = typed.indexOf('@', at + 1)) {
    const person = byLength.find(({ name }) => typed.startsWith(name, at + 1));
    if (person === undefined) continue;
    parts.push(typed.slice(from, at), person);
    from = at + 1 + person.name.length;
    at = from - 1;
  }
  return [...parts, typed.slice(from)];
}

export const isAddress = (query: string) => /^[^@]+@[^@]+\.[^@.]{2,}$/.test(query);
