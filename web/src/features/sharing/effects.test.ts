import { expect, test } from 'vitest';
import type { Grant, Role } from '../../api/types';
import { effectOfRemoval, effectOfRole } from './effects';

const grant = (role: Role, workspaceRole: Role | null): Grant => ({
  userId: 'u',
  name: 'Ana',
  email: 'ana@example.org',
  colour: null,
  role,
  workspaceRole,
  own: true,
  guest: false,
  linkId: null,
});

test('only what takes something away has to be said', () => {
  expect(effectOfRole(grant('editor', null), 'viewer')).toEqual({ kind: 'lowered', role: 'viewer' });
  expect(effectOfRole(grant('viewer', null), 'editor')).toEqual({ kind: 'none' });
});

test('without a role of their own the workspace’s is left, or nothing', () => {
  expect(effectOfRemoval(grant('editor', null))).toEqual({ kind: 'removed' });
  expect(effectOfRemoval(grant('editor', 'viewer'))).toEqual({ kind: 'inherits', role: 'viewer' });
  expect(effectOfRemoval(grant('viewer', 'editor'))).toEqual({ kind: 'none' });
});
