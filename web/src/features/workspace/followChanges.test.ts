import { expect, test } from 'vitest';
import type { SyncedObject, Tree } from '../../api/types';
import type { VersionedInfo } from '../document/asking';
import { staleBy } from './followChanges';
import { placesById } from './places';

const at = { role: 'editor', isTemplate: false, isRestricted: false, updatedAt: '2026-01-01T00:00:00Z' } as const;
const places = placesById({
  workspaceId: 'w',
  folders: [{ id: 'f', name: 'Specs', folders: [], documents: [{ ...at, id: 'inside', title: 'Inside' }] }],
  documents: [{ ...at, id: 'top', title: 'Top' }],
} satisfies Tree);
const open = new Map([['top', { info: { role: 'editor' }, etag: '"3"' } as VersionedInfo]]);
const document = (changed: Partial<SyncedObject>): SyncedObject => ({
  type: 'document',
  id: 'top',
  op: 'upsert',
  title: 'Top',
  etag: '"3"',
  role: 'editor',
  ...changed,
});
const nothing = { lists: false, members: false, documents: [] };

test('what somebody types makes nothing stale', () => {
  expect(staleBy([document({ contentEtag: '"1.9"' })], places, open)).toEqual(nothing);
  expect(staleBy([document({ id: 'inside', title: 'Inside', folderId: 'f' })], places, open)).toEqual(nothing);
  expect(staleBy([{ type: 'folder', id: 'f', op: 'upsert', name: 'Specs' }], places, open)).toEqual(nothing);
});

test.each([
  ['a new name', document({ title: 'Other', etag: '"4"' })],
  ['another place', document({ folderId: 'f', etag: '"4"' })],
  ['being kept from members', document({ isRestricted: true, etag: '"4"' })],
  ['the trash', { type: 'document', id: 'top', op: 'delete', reason: 'trashed' }],
])('%s of an open document shows in the lists and on its page', (_what, change) => {
  expect(staleBy([change], places, open)).toEqual({ lists: true, members: false, documents: ['top'] });
});

test('another role shows on its page', () => {
  expect(staleBy([document({ role: 'viewer' })], places, open).documents).toEqual(['top']);
});

test.each<[string, SyncedObject]>([
  ['a new document', document({ id: 'new' })],
  ['a new name of a folder', { type: 'folder', id: 'f', op: 'upsert', name: 'Plans' }],
  ['a folder that goes', { type: 'folder', id: 'f', op: 'delete', reason: 'trashed' }],
  ['a new name of the workspace', { type: 'workspace', id: 'w', op: 'upsert', name: 'Other' }],
])('%s shows in the lists', (_what, change) => {
  expect(staleBy([change], places, open)).toEqual({ ...nothing, lists: true });
});

test('what goes that was never shown makes nothing stale', () => {
  expect(staleBy([{ type: 'document', id: 'other', op: 'delete', reason: 'purged' }], places, open)).toEqual(nothing);
});

test('who belongs to the workspace is asked anew', () => {
  expect(staleBy([{ type: 'member', id: 'ben', op: 'upsert', role: 'viewer' }], places, open)).toEqual({
    ...nothing,
    members: true,
  });
});
