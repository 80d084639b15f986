/** The events that have a sentence of their own; a newer server may know more. */
export const VERBS = [
  'mention',
  'comment',
  'reply',
  'suggestion',
  'suggestion-accepted',
  'suggestion-rejected',
  'share',
  'invite',
  'access-request',
] as const;
export type Verb = (typeof VERBS)[number];

export const verbOf = (event: string): Verb | null => VERBS.find((verb) => verb === event) ?? null;
