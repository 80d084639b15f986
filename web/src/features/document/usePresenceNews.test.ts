import { expect, test } from 'vitest';
import type { Person } from '../../sync/people';
import { comingAndGoing } from './usePresenceNews';

const person = (name: string, isMe = false): Person => ({
  id: name,
  name,
  colour: 0,
  isMe,
  isAssistant: false,
  isAway: false,
  agent: null,
});
const [me, ben, cy] = [person('Me', true), person('Ben'), person('Cy')];

test('who came and who went between two moments is told by name, and oneself never', () => {
  expect(comingAndGoing([me, ben], [me, cy])).toEqual({ came: ['Cy'], went: ['Ben'] });
  expect(comingAndGoing([ben], [me, ben])).toEqual({ came: [], went: [] });
});

test('who came and went meanwhile is no news', () => {
  expect(comingAndGoing([me], [me])).toEqual({ came: [], went: [] });
});
