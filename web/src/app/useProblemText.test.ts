import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { KNOWN } from './useProblemText';

/** What only a program can bring about, or what the server says more of than its kind: a number, a name, a place. */
const IN_THE_SERVERS_WORDS = [
  'already-decided',
  'archive-refused',
  'assistant-off',
  'assistant-refused',
  'bad-request',
  'base-unavailable',
  'cursor-mismatch',
  'edit-ambiguous',
  'edit-not-found',
  'idempotency-in-progress',
  'idempotency-key-reused',
  'insufficient-scope',
  'invalid-refresh-token',
  'job-interrupted',
  'malformed-json',
  'method-not-allowed',
  'not-found',
  'origin-not-allowed',
  'picture-failed',
  'pictures-off',
  'precondition-required',
  'quota-exceeded',
  'suggestion-conflict',
  'sync-cursor-expired',
  'too-large',
  'unauthenticated',
  'unsupported-media-type',
  'upload-incomplete',
  'upload-mismatch',
  'validation-failed',
];

test('every problem of the server is told in the person’s language, or on purpose in its own words', () => {
  const problems = readFileSync('../docs/api/problems.md', 'utf8');
  const all = [...problems.matchAll(/^\| `([\w-]+)` \| \d{3} \|/gm)].map(([, slug]) => slug ?? '');
  expect(all.length).toBeGreaterThan(40);
  expect(all.filter((slug) => !([...KNOWN, ...IN_THE_SERVERS_WORDS] as string[]).includes(slug))).toEqual([]);
  expect(KNOWN.filter((slug) => IN_THE_SERVERS_WORDS.includes(slug))).toEqual([]);
});
