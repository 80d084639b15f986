import { expect, test } from 'vitest';
import { authoredParts, diffSegments } from './segments';

test('what came and what went stand where they were', () => {
  const hunk = { fromStart: 4, fromEnd: 7, toStart: 4, toEnd: 8, deleted: 'red', inserted: 'blue' };
  expect(diffSegments('The blue tent', [hunk])).toEqual([
    { kind: 'same', text: 'The ' },
    { kind: 'removed', text: 'red' },
    { kind: 'added', text: 'blue' },
    { kind: 'same', text: ' tent' },
  ]);
});

test('without a difference there is one piece', () => {
  expect(diffSegments('same', [])).toEqual([{ kind: 'same', text: 'same' }]);
});

test('what one person wrote in two minutes is one part', () => {
  const runs = [
    { start: 0, end: 2, actor: 'a', at: '2026-01-01T00:00:00Z', via: null },
    { start: 2, end: 4, actor: 'a', at: '2026-01-01T00:05:00Z', via: null },
    { start: 4, end: 5, actor: null, at: null, via: null },
  ];
  expect(authoredParts('abcde', runs)).toEqual([
    { author: 'a', via: null, at: '2026-01-01T00:05:00Z', text: 'abcd' },
    { author: null, via: null, at: null, text: 'e' },
  ]);
});

test('what an agent wrote beside its person is a part of its own', () => {
  const [at, via] = ['2026-01-01T00:00:00Z', { way: 'agent', agent: 'Claude' }];
  const runs = [
    { start: 0, end: 2, actor: 'a', at, via: null },
    { start: 2, end: 4, actor: 'a', at, via },
    { start: 4, end: 5, actor: 'a', at, via: { ...via } },
  ];
  expect(authoredParts('abcde', runs)).toEqual([
    { author: 'a', via: null, at, text: 'ab' },
    { author: 'a', via, at, text: 'cde' },
  ]);
});
