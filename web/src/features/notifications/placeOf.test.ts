import { expect, test } from 'vitest';
import type { Notification } from '../../api/types';
import { isSeen, placeOf } from './placeOf';
import { verbOf } from './verbs';

const entry = (event: string, more: Partial<Notification> = {}): Notification => ({
  id: '1',
  event,
  actor: { id: 'b', name: 'Ben' },
  workspaceId: 'w',
  workspace: 'Ours',
  documentId: 'd',
  title: 'Plan',
  threadId: null,
  commentId: null,
  subjectId: null,
  role: null,
  quote: null,
  excerpt: null,
  createdAt: '2026-01-01T00:00:00Z',
  readAt: null,
  threadStatus: null,
  muted: null,
  ...more,
});

test.each([
  ['mention', {}, '/d/d'],
  ['mention', { threadId: 't' }, '/d/d?thread=t'],
  ['mention', { subjectId: 's' }, '/d/d'],
  ['access-request', {}, '/d/d?share'],
  ['suggestion', { subjectId: 's' }, '/d/d?suggestion=s'],
  ['invite', { documentId: null }, '/w/w'],
])('a notification of "%s" with %j leads to %s', (event, more, place) => {
  expect(placeOf(entry(event, more))).toBe(place);
});

test('a mention in the text is told of as one in a comment is, and seen where the document is', () => {
  const mention = entry('mention', { quote: 'Ask @[Ana](0198c0de-0000-7000-8000-000000000001)' });
  expect(verbOf(mention.event)).toBe('mention');
  expect(isSeen(mention, 'd', null)).toBe(true);
  expect(isSeen(mention, 'd', 't')).toBe(true);
  expect(isSeen(mention, 'other', null)).toBe(false);
});

test('one in a comment is seen in its thread alone', () => {
  const mention = entry('mention', { threadId: 't' });
  expect(isSeen(mention, 'd', null)).toBe(false);
  expect(isSeen(mention, 'd', 't')).toBe(true);
  expect(isSeen(entry('suggestion', { subjectId: 's' }), 'd', null)).toBe(false);
});
