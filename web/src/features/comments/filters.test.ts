import { expect, test } from 'vitest';
import type { Comment, Thread } from '../../api/types';
import { filtered, ordered } from './filters';

function thread(id: string, changed: Partial<Thread>): Thread {
  return {
    id,
    documentId: 'd',
    anchor: { start: '', end: '', quote: '', range: null },
    status: 'open',
    orphaned: false,
    createdBy: { id: 'ana', name: 'Ana', guest: false },
    createdAt: '2026-01-01T00:00:00Z',
    resolvedBy: null,
    resolvedAt: null,
    comments: [],
    ...changed,
  };
}

const comment = (id: string, createdAt: string) => ({ id, createdAt }) as Comment;
const anchor = (start: number) => ({ start: '', end: '', quote: '', range: { start, end: start + 1 } });
const ALL = [
  thread('lost', { orphaned: true }),
  thread('late', { anchor: anchor(9) }),
  thread('early', { anchor: anchor(2), createdBy: { id: 'ben', name: 'Ben', guest: false } }),
  thread('done', { status: 'resolved' }),
];
const ids = (threads: Thread[]) => threads.map(({ id }) => id);

test('threads are filtered as the person asks', () => {
  expect(ids(filtered(ALL, 'open', 'ana'))).toEqual(['late', 'early']);
  expect(ids(filtered(ALL, 'mine', 'ben'))).toEqual(['early']);
  expect(ids(filtered(ALL, 'resolved', 'ana'))).toEqual(['done']);
  expect(ids(filtered(ALL, 'orphaned', 'ana'))).toEqual(['lost']);
});

test('they stand in the order of the text, or where something was said last first', () => {
  const said = (id: string, at: string) => thread(id, { comments: [comment(`${id} 1`, at)] });
  expect(ids(ordered(filtered(ALL, 'open', 'ana'), 'place'))).toEqual(['early', 'late']);
  const old = { ...said('old', '2026-01-02T00:00:00Z') };
  const answered = { ...said('answered', '2026-01-01T00:00:00Z') };
  answered.comments.push(comment('answer', '2026-01-03T00:00:00Z'));
  expect(ids(ordered([old, answered], 'time'))).toEqual(['answered', 'old']);
});
