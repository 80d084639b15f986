import { expect, test } from 'vitest';
import { nextLook, saveState, warnsBeforeLeaving, type SaveFacts, type SaveState } from './saveState';

const SETTLED: SaveFacts = {
  link: 'online',
  canEdit: true,
  acknowledged: true,
  changes: 0,
  since: null,
  lastChange: null,
  device: 'working',
  unkept: 0,
};

const NOW = 100_000;

const cases: [sentence: string, facts: Partial<SaveFacts>, state: SaveState][] = [
  ['everything acknowledged is saved', {}, { kind: 'saved' }],
  ['before the first acknowledgement nothing is called saved', { acknowledged: false }, { kind: 'opening' }],
  ['a key just pressed is no news', { changes: 1, since: NOW - 399, lastChange: NOW }, { kind: 'editing' }],
  ['between two keys the word stays away', { lastChange: NOW - 299 }, { kind: 'editing' }],
  ['in a pause it is saved', { lastChange: NOW - 300 }, { kind: 'saved' }],
  ['after 400 ms without an answer it is saving', { changes: 1, since: NOW - 400 }, { kind: 'saving' }],
  ['after 5 s it is slow, and says how long', { changes: 1, since: NOW - 12_300 }, { kind: 'slow', seconds: 12 }],
  [
    'slow without a copy here needs the person',
    { changes: 1, since: NOW - 5_000, device: 'failed' },
    { kind: 'local-fail' },
  ],
  ['without a line, changes wait on this device', { link: 'offline', changes: 37 }, { kind: 'offline', changes: 37 }],
  ['without a line, no changes are still no line', { link: 'offline' }, { kind: 'offline', changes: 0 }],
  [
    'on this device is what is written down there',
    { link: 'offline', changes: 3, unkept: 1 },
    { kind: 'offline', changes: 2 },
  ],
  ['neither server nor device has it', { link: 'offline', changes: 1, device: 'failed' }, { kind: 'local-fail' }],
  ['the first connection is being made', { link: 'opening', acknowledged: false }, { kind: 'opening' }],
  ['a reader reads', { canEdit: false, acknowledged: false }, { kind: 'read-only' }],
  ['a reader without a line is told so', { canEdit: false, link: 'offline' }, { kind: 'offline', changes: 0 }],
];

test.each(cases)('%s', (_sentence, facts, state) => {
  expect(saveState({ ...SETTLED, ...facts }, NOW)).toEqual(state);
});

test('nothing with an unacknowledged change is ever called saved', () => {
  for (const link of ['opening', 'online', 'offline'] as const)
    for (const device of ['working', 'failed'] as const)
      for (const acknowledged of [true, false])
        for (const waited of [0, 1, 400, 5_000, 60_000]) {
          const facts = { ...SETTLED, link, device, acknowledged, changes: 1, since: NOW - waited };
          expect(saveState(facts, NOW).kind).not.toBe('saved');
        }
});

test('looking again when told to finds another state, and not before', () => {
  const facts = { ...SETTLED, changes: 1, since: NOW, lastChange: NOW };
  const seen: string[] = [];
  let now = NOW;
  while (now < NOW + 7_000) {
    const state = saveState(facts, now);
    seen.push(JSON.stringify(state));
    const wait = nextLook(facts, now) ?? Infinity;
    expect(saveState(facts, now + wait - 1)).toEqual(state);
    now += wait;
  }
  expect(new Set(seen).size).toBe(seen.length);
});

test('the tab asks before it closes only while something could be lost', () => {
  const kinds = ['opening', 'saved', 'editing', 'saving', 'slow', 'offline', 'read-only', 'local-fail'] as const;
  const asking = kinds.filter((kind) => warnsBeforeLeaving({ kind } as SaveState));
  expect(asking).toEqual(['saving', 'slow', 'local-fail']);
});
