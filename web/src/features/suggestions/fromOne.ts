import type { Suggestion } from '../../api/types';

/** The open suggestions of each who has made more than one, by one road: those can be accepted as one edit. */
export function fromOne(suggestions: readonly Suggestion[]): Suggestion[][] {
  const groups = new Map<string, Suggestion[]>();
  for (const suggestion of suggestions) {
    if (suggestion.status !== 'open') continue;
    const { author, via } = suggestion;
    const hand = [author.id, via?.way, via?.agent].join(' ');
    groups.set(hand, [...(groups.get(hand) ?? []), suggestion]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

/** How many changes of them are undecided. */
export const undecidedOf = (suggestions: readonly Suggestion[]) =>
  suggestions.reduce((count, { hunks }) => count + hunks.filter(({ status }) => status === 'open').length, 0);
