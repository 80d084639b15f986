import { expect, test } from 'vitest';
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { COLOURS, colourOf, peopleIn } from './people';

function shared(states: unknown[]): Awareness {
  const mine = new Awareness(new Y.Doc());
  for (const state of states) {
    const theirs = new Awareness(new Y.Doc());
    theirs.setLocalState(state as Record<string, unknown>);
    applyAwarenessUpdate(mine, encodeAwarenessUpdate(theirs, [theirs.clientID]), 'test');
    theirs.destroy();
  }
  return mine;
}

test('people are listed once, oneself first', () => {
  const awareness = shared([
    { user: { id: 'b', name: 'Ben' } },
    { user: { id: 'b', name: 'Ben' } },
    { user: { id: 'a', name: 'Ana' } },
  ]);
  awareness.setLocalState({ user: { id: 'm', name: 'Me' } });
  expect(peopleIn(awareness, 'm').map(({ name }) => name)).toEqual(['Me', 'Ana', 'Ben']);
  awareness.destroy();
});

test('an assistant that is at work is listed behind its person', () => {
  const awareness = shared([
    { user: { id: 'b', name: 'Ben' }, assistant: { cursor: null } },
    { user: { id: 'c', name: 'Ben' }, assistant: 'nonsense' },
  ]);
  awareness.setLocalState({ user: { id: 'm', name: 'Me' }, assistant: null });
  expect(peopleIn(awareness, 'm').map(({ id, isAssistant }) => [id, isAssistant])).toEqual([
    ['m', false],
    ['b', false],
    ['b', true],
    ['c', false],
  ]);
  awareness.destroy();
});

test('somebody is away when they are in all of their windows', () => {
  const awareness = shared([
    { user: { id: 'a', name: 'Ana' }, away: true },
    { user: { id: 'a', name: 'Ana' }, away: true },
    { user: { id: 'b', name: 'Ben' }, away: true },
    { user: { id: 'b', name: 'Ben' } },
    { user: { id: 'c', name: 'Cleo' }, away: 'yes' },
  ]);
  awareness.setLocalState(null);
  expect(peopleIn(awareness, 'm').map(({ id, isAway }) => [id, isAway])).toEqual([
    ['a', true],
    ['b', false],
    ['c', false],
  ]);
  awareness.destroy();
});

test('an agent stands behind its person, once for each name, and is no assistant of the editor', () => {
  const ben = { id: 'b', name: 'Ben' };
  const awareness = shared([
    { user: { ...ben, agent: 'Scribe' }, assistant: {} },
    { user: { ...ben, agent: 'Scribe' } },
    { user: { ...ben, agent: 'Clerk' } },
    { user: ben },
    { user: { id: 'c', name: 'Carl', agent: 7 } },
  ]);
  awareness.setLocalState(null);
  expect(peopleIn(awareness, 'm').map(({ id, agent, isAssistant }) => [id, agent, isAssistant])).toEqual([
    ['b', null, false],
    ['b', 'Clerk', true],
    ['b', 'Scribe', true],
    ['c', null, false],
  ]);
  awareness.destroy();
});

test.each([
  {},
  { user: 'Ben' },
  { user: { id: 1, name: 'x' } },
  { user: { id: '', name: 'x' } },
  { user: { id: 'x' } },
])('a state without a proper user is nobody: %j', (state) => {
  const awareness = shared([state]);
  awareness.setLocalState(null);
  expect(peopleIn(awareness, 'm')).toEqual([]);
  awareness.destroy();
});

test('a name is no longer than 80 characters and never empty', () => {
  const awareness = shared([{ user: { id: 'l', name: 'x'.repeat(5_000) } }, { user: { id: 'e', name: '  ' } }]);
  expect(peopleIn(awareness, 'm').map(({ name }) => name.length)).toEqual([1, 80]);
  awareness.destroy();
});

test('colours are taken from the palette and used evenly', () => {
  const uses = new Map<number, number>();
  for (let i = 0; i < 2_000; i++) {
    const colour = colourOf(`019a${i.toString(16).padStart(8, '0')}`);
    uses.set(colour, (uses.get(colour) ?? 0) + 1);
  }
  expect([...uses.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: COLOURS }, (_, i) => i));
  expect(Math.min(...uses.values())).toBeGreaterThan(100);
});
