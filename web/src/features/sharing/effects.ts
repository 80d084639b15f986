import type { Grant, Role } from '../../api/types';
import { isLess } from '../workspace/roles';

/** What a change of roles does to people, so that it can be said before it happens. */
export type Effect =
  | { kind: 'none' }
  /** They can do less from that moment on, also where they are writing now. */
  | { kind: 'lowered'; role: Role }
  | { kind: 'removed' }
  /** What the workspace gives them is left. */
  | { kind: 'inherits'; role: Role };

/** The grant with what the workspace's role counts for here: in a restricted document nothing, but an owner's. */
export const inDocument = (grant: Grant, isRestricted: boolean): Grant =>
  isRestricted && grant.workspaceRole !== 'owner' ? { ...grant, workspaceRole: null } : grant;

export function effectOfRole({ role }: Grant, next: Role): Effect {
  return isLess(next, role) ? { kind: 'lowered', role: next } : { kind: 'none' };
}

export function effectOfRemoval({ role, workspaceRole }: Grant): Effect {
  if (workspaceRole === null) return { kind: 'removed' };
  return isLess(workspaceRole, role) ? { kind: 'inherits', role: workspaceRole } : { kind: 'none' };
}
