import { afterEach, expect, test } from 'vitest';
import type { DocumentInfo } from '../api/types';
import {
  forgetDocument,
  forgetDocuments,
  knownDocument,
  knownDocuments,
  rememberInfo,
  rememberRole,
} from './knownDocuments';

const info = (id: string, title = id) => ({ id, title }) as DocumentInfo;

afterEach(() => localStorage.clear());

test('a document is known with its epoch and role once it has been open', () => {
  rememberInfo('ana', info('one'));
  rememberRole('ana', 'one', 3, 'editor');
  rememberInfo('ana', info('one', 'renamed'));
  expect(knownDocument('ana', 'one')).toEqual({ info: info('one', 'renamed'), epoch: 3, role: 'editor' });
});

test('the last one opened comes first, and only so many are kept', () => {
  for (let n = 0; n < 205; n++) rememberInfo('ana', info(String(n)));
  const known = knownDocuments('ana');
  expect(known[0]?.info.id).toBe('204');
  expect(known).toHaveLength(200);
});

test('nobody knows another person’s documents, and forgetting is of one person', () => {
  rememberInfo('ana', info('hers'));
  rememberInfo('ben', info('his'));
  expect(knownDocument('ben', 'hers')).toBeNull();
  forgetDocuments('ana');
  expect(knownDocuments('ana')).toEqual([]);
  expect(knownDocument('ben', 'his')).not.toBeNull();
});

test('what somebody could only read is forgotten once it is gone; what they wrote may hold something', () => {
  rememberInfo('ana', info('read'));
  rememberRole('ana', 'read', 1, 'viewer');
  rememberInfo('ana', info('written'));
  rememberRole('ana', 'written', 1, 'editor');
  forgetDocument('ana', 'read');
  forgetDocument('ana', 'written');
  expect(knownDocuments('ana').map((known) => known.info.id)).toEqual(['written']);
});

test('what cannot be read is nothing', () => {
  localStorage.setItem('mdreader.known/ana', '{broken');
  expect(knownDocuments('ana')).toEqual([]);
});
