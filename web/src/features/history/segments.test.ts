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
    { start: 0, end: 2, actor: 'a', at: '2026-01-01T00:00:00Z' },
    { start: 2, end: 4, actor: 'a', at: '2026-01-01T00:05:00Z' },
    { start: 4, end: 5, actor: null, at: null },
  ];
  expect(authoredParts('abcde', runs)).toEqual([
    { author: 'a', at: '2026-01-01T00:05:00Z', text: 'abcd' },
    { author: null, at: null, text: 'e' },
  ]);
});
