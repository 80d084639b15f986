import type { Awareness } from 'y-protocols/awareness';

export const COLOURS = 10;
const LONGEST_NAME = 80;

/** Somebody who has the document open, in however many tabs. */
export interface Person {
  id: string;
  name: string;
  /** 0 to 9, an index of the palette: no colour or style is ever taken from what others send. */
  colour: number;
  isMe: boolean;
  /** Not the person themselves, but what works for them just now: the assistant in their editor, or an agent. */
  isAssistant: boolean;
  /** Has it open, and has done nothing there for a while. */
  isAway: boolean;
  /** What the agent is called; null where it is none. */
  agent: string | null;
}

export function colourOf(userId: string): number {
  let hash = 2166136261;
  for (let i = 0; i < userId.length; i++) hash = Math.imul(hash ^ userId.charCodeAt(i), 16777619) >>> 0;
  return hash % COLOURS;
}

export interface User {
  id: string;
  name: string;
  /** An agent works in that person's name; null for people. Only the server says so. */
  agent: string | null;
}

/** Who wrote an awareness state, or null if it doesn't say so in the agreed form. */
export function readUser(state: unknown): User | null {
  const user = field(state, 'user');
  const id = field(user, 'id');
  const name = field(user, 'name');
  if (typeof id !== 'string' || typeof name !== 'string' || id === '') return null;
  const agent = field(user, 'agent');
  return { id, name: shortened(name) || '?', agent: typeof agent === 'string' ? shortened(agent) : null };
}

const shortened = (name: string) => name.trim().slice(0, LONGEST_NAME);

/** Whether the person has the assistant at work, and where its cursor is; undefined where not. */
export function assistantOf(state: unknown): { cursor: unknown } | undefined {
  const assistant = field(state, 'assistant');
  return typeof assistant === 'object' && assistant !== null ? { cursor: field(assistant, 'cursor') } : undefined;
}

/** Everyone once, oneself first, the others by name; assistants and agents stand behind their person. */
export function peopleIn(awareness: Awareness, myId: string): Person[] {
  const people = new Map<string, Person>();
  for (const state of awareness.getStates().values()) {
    const user = readUser(state);
    if (user === null) continue;
    // Who is at work in one window is there.
    const isAway = field(state, 'away') === true && (people.get(user.id)?.isAway ?? true);
    const person = { ...user, colour: colourOf(user.id), isMe: user.id === myId, isAway };
    const isAgent = user.agent !== null;
    people.set(isAgent ? `${user.id} agent ${user.agent}` : user.id, { ...person, isAssistant: isAgent });
    if (!isAgent && assistantOf(state) !== undefined)
      people.set(`${user.id} assistant`, { ...person, isAssistant: true, isAway: false });
  }
  return [...people.values()].sort(
    (a, b) =>
      Number(b.isMe) - Number(a.isMe) ||
      a.name.localeCompare(b.name) ||
      a.id.localeCompare(b.id) ||
      Number(a.isAssistant) - Number(b.isAssistant) ||
      (a.agent ?? '').localeCompare(b.agent ?? ''),
  );
}

export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
