import { expect, test } from 'vitest';
import { lanesOf, markersOf, nextOf } from './timeline';

test('each author has a lane, with the versions that they wrote in', () => {
  const by = (author: string) => ({ author, via: null });
  const versions = [['ana'], ['ana', 'ben'], ['ben'], ['ana']].map((authors) => ({ contributors: authors.map(by) }));
  expect(lanesOf(versions)).toEqual([
    {
      writer: by('ana'),
      versions: [0, 1, 3],
      stretches: [
        { from: 0, to: 1 },
        { from: 3, to: 3 },
      ],
    },
    { writer: by('ben'), versions: [1, 2], stretches: [{ from: 1, to: 2 }] },
  ]);
});

test('an agent has a lane beside its person', () => {
  const [ana, claude] = [
    { author: 'ana', via: null },
    { author: 'ana', via: { way: 'agent', agent: 'Claude' } },
  ];
  const versions = [[ana, claude], [claude]].map((contributors) => ({ contributors }));
  expect(lanesOf(versions).map(({ writer, versions: wrote }) => [writer, wrote])).toEqual([
    [ana, [0]],
    [claude, [0, 1]],
  ]);
});

test('names stand at their version, comments at the text that they were made on', () => {
  const versions = [
    { name: null, endedAt: '2026-03-01T10:00:00Z' },
    { name: 'Draft', endedAt: '2026-03-02T10:00:00Z' },
    { name: null, endedAt: '2026-03-03T10:00:00Z' },
  ];
  const begun = (createdAt: string) => ({ comments: [{ createdAt }] }) as Parameters<typeof markersOf>[1][number];
  const threads = ['2026-02-01T00:00:00Z', '2026-03-02T12:00:00Z', '2026-03-02T13:00:00Z'].map(begun);
  expect(markersOf(versions, threads)).toEqual([
    { at: 0, name: null, comments: 1 },
    { at: 1, name: 'Draft', comments: 2 },
  ]);
});

test('after the last comes the first again', () => {
  expect([nextOf([1, 4], 1, 1), nextOf([1, 4], 4, 1), nextOf([1, 4], 0, -1)]).toEqual([4, 1, 4]);
  expect(nextOf([], 0, 1)).toBeNull();
});
