import { expect, test } from 'vitest';
import type { Notification } from '../../api/types';
import { groupsOf } from './groups';

const entry = (id: string, documentId: string | null, more: Partial<Notification> = {}): Notification => ({
  id,
  event: 'comment',
  actor: null,
  workspaceId: 'w',
  workspace: 'Ours',
  documentId,
  title: documentId === null ? null : `Title of ${documentId}`,
  threadId: null,
  commentId: null,
  subjectId: null,
  role: null,
  quote: null,
  excerpt: null,
  createdAt: '2026-01-01T00:00:00Z',
  readAt: '2026-01-02T00:00:00Z',
  threadStatus: null,
  muted: null,
  ...more,
});
const unread = { readAt: null };
const isUnread = ({ readAt }: Notification) => readAt === null;
const shape = (items: Notification[]) =>
  groupsOf(items, isUnread).map(({ key, items: inside }) => `${key}: ${inside.map(({ id }) => id).join(' ')}`);

test('what was not read comes first, and brings its document along', () => {
  const items = [entry('6', 'a'), entry('5', 'b'), entry('4', 'b', unread), entry('3', 'c', unread), entry('2', 'b')];
  expect(shape(items)).toEqual(['b: 4 5 2', 'c: 3', 'a: 6']);
});

test('without anything unread the newest comes first', () => {
  expect(shape([entry('3', 'a'), entry('2', 'b'), entry('1', 'a')])).toEqual(['a: 3 1', 'b: 2']);
});

test('what is about no document stands under its workspace', () => {
  const [group] = groupsOf([entry('1', null, { event: 'invite', ...unread })], isUnread);
  expect(group).toMatchObject({ key: 'w', documentId: null, name: 'Ours' });
});

test('a group knows what is unread in it, and whether its document is muted', () => {
  const [a, b] = groupsOf([entry('3', 'a', unread), entry('2', 'a', { muted: 'document' }), entry('1', 'b')], isUnread);
  expect(a).toMatchObject({ name: 'Title of a', isMuted: true });
  expect(a?.unread.map(({ id }) => id)).toEqual(['3']);
  expect(b?.isMuted).toBe(false);
});

test('a muted thread mutes no document', () => {
  expect(groupsOf([entry('1', 'a', { muted: 'thread' })], isUnread)[0]?.isMuted).toBe(false);
});
