import { expect, test } from 'vitest';
import type { ShareLink } from '../../api/types';
import { changesOf, NEW_LINK, termsOf, wantedBy } from './linkTerms';

const NOW = Date.parse('2026-03-01T00:00:00Z');
const LINK = {
  label: 'For the walk',
  role: 'commenter',
  expiresAt: '2026-03-20T00:00:00Z',
  useLimit: 25,
  allowsGuests: false,
  hasPassword: true,
} as ShareLink;

test('a new link asks for what differs from a plain one only', () => {
  expect(wantedBy(NEW_LINK, NOW)).toEqual({ role: 'viewer' });
  const terms = { ...NEW_LINK, label: ' Walk ', days: 7, limit: 10, allowsGuests: false, password: 'river' };
  expect(wantedBy(terms, NOW)).toEqual({
    role: 'viewer',
    label: 'Walk',
    expiresAt: '2026-03-08T00:00:00.000Z',
    useLimit: 10,
    allowsGuests: false,
    password: 'river',
  });
});

test('a link that is left as it is changes nothing, and keeps its end and its password', () => {
  expect(changesOf(LINK, termsOf(LINK), NOW)).toEqual({});
  const open = { ...LINK, label: null, expiresAt: null, useLimit: null, allowsGuests: true, hasPassword: false };
  expect(changesOf(open, termsOf(open), NOW)).toEqual({});
});

test('what is taken away is null', () => {
  const without = { ...termsOf(LINK), label: ' ', days: 0, limit: 0, keepsPassword: false };
  expect(changesOf(LINK, without, NOW)).toEqual({ label: null, expiresAt: null, useLimit: null, password: null });
});

test('what differs is sent, a new password too', () => {
  const other = {
    ...termsOf(LINK),
    role: 'viewer' as const,
    days: 1,
    allowsGuests: true,
    keepsPassword: false,
    password: 'lake',
  };
  expect(changesOf(LINK, other, NOW)).toEqual({
    role: 'viewer',
    expiresAt: '2026-03-02T00:00:00.000Z',
    allowsGuests: true,
    password: 'lake',
  });
});
