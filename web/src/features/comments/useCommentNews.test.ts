import { expect, test } from 'vitest';
import type { Comment, Thread } from '../../api/types';
import { commentsSince } from './useCommentNews';

const comment = (id: string, author: string, deleted = false) =>
  ({ id, author: { id: author, name: author, guest: false }, deleted }) as Comment;
const thread = (id: string, ...comments: Comment[]) =>
  ({ id, anchor: { quote: `about ${id}` }, comments }) as unknown as Thread;

test('what others wrote is news: new threads and answers in known ones', () => {
  const before = [thread('a', comment('1', 'ana'))];
  const after = [thread('a', comment('1', 'ana'), comment('2', 'ben')), thread('b', comment('3', 'ben'))];
  expect(commentsSince(before, after, 'ana').map(({ comment, quote }) => [comment.id, quote])).toEqual([
    ['2', 'about a'],
    ['3', 'about b'],
  ]);
});

test('what I wrote, and what is gone already, isn’t', () => {
  const after = [thread('a', comment('1', 'ana'), comment('2', 'ben', true))];
  expect(commentsSince([], after, 'ana')).toEqual([]);
});
