import type { Completion, CompletionResult, CompletionSource } from '@codemirror/autocomplete';
import type { EditorState } from '@codemirror/state';
import { asMention, type Mentioned } from '../markdown/mentions';
import { matching, mentionAt } from './mentionQuery';
import { isProse } from './prose';

/** Somebody whom the text may name. */
export interface Person extends Mentioned {
  email: string | null;
  /** Of what somebody can't open they aren't told. */
  canOpen: boolean;
}

export interface People {
  /** What is said of those who can't open the document. */
  cantOpen: string;
  /** By the beginning of a name or an address; those who can open the document first. */
  find: (typed: string) => Promise<Found>;
  /** The text names somebody now who can't open it. */
  outsider: (person: Person) => void;
}

export interface Found {
  people: Person[];
  /** There is nobody else. */
  isAll: boolean;
}

/** "@" before a word offers people: with its first letter, or at once where the menu is asked for. */
export function mentionMenu(people: People): CompletionSource {
  const entryOf = (person: Person): Completion => ({
    label: `@${person.name}`,
    displayLabel: person.name,
    detail: person.canOpen ? (person.email ?? '') : people.cantOpen,
    apply(view, _completion, from, to) {
      const insert = `${asMention(person)} `;
      const behind = view.state.sliceDoc(to, to + 1) === ' ' ? to + 1 : to;
      view.dispatch({
        changes: { from, to: behind, insert },
        selection: { anchor: from + insert.length },
        scrollIntoView: true,
        userEvent: 'input.complete',
      });
      if (!person.canOpen) people.outsider(person);
    },
  });
  const offered = (from: number, shown: Person[], found: Found): CompletionResult => ({
    from,
    options: shown.map(entryOf),
    filter: false,
    // What is typed on narrows them down; while others may fit as well, the server is asked again.
    update(_before, _from, _to, { state, pos }) {
      const now = mentionBefore(state, pos);
      const left = now?.from === from && found.isAll ? matching(found.people, now.query) : [];
      return left.length === 0 ? null : offered(from, left, found);
    },
  });
  return async (context) => {
    const { state, pos, explicit } = context;
    const asked = mentionBefore(state, pos, explicit);
    if (asked === null || state.readOnly) return null;
    // Whoever types on asks for something else.
    context.addEventListener('abort', () => undefined, { onDocChange: true });
    // Where nobody can be asked, it stays what was typed.
    const found = await people.find(asked.query).catch(() => null);
    return found === null ? null : offered(asked.from, found.people, found);
  };
}

/** What is typed of a name, and where its "@" stands; null where none is. Behind a blank it has ended, or goes on. */
export function mentionBefore(state: EditorState, at: number, asked = false): { from: number; query: string } | null {
  const line = state.doc.lineAt(at);
  const found = mentionAt(line.text, at - line.from);
  if (found === null || found.query.endsWith(' ') || (found.query === '' && !asked)) return null;
  const from = line.from + found.from;
  return isProse(state, from) ? { from, query: found.query } : null;
}
