import { expect, test } from 'vitest';
import { timeAgo } from './time';

const NOW = Date.parse('2026-06-15T12:00:00Z');

test.each([
  ['2026-06-15T11:59:30Z', 'now'],
  ['2026-06-15T11:57:00Z', '3 minutes ago'],
  ['2026-06-15T10:00:00Z', '2 hours ago'],
  ['2026-06-14T11:00:00Z', 'yesterday'],
  ['2026-06-01T12:00:00Z', '2 weeks ago'],
  ['2025-06-01T12:00:00Z', 'last year'],
])('%s is %s', (at, words) => {
  expect(timeAgo(at, NOW, 'en')).toBe(words);
});
