import type { Grant, Role } from '../../api/types';
import { ROLES } from '../workspace/roles';

/** What a change of roles does to people, so that it can be said before it happens. */
export type Effect =
  | { kind: 'none' }
  /** They can do less from that moment on, also where they are writing now. */
  | { kind: 'lowered'; role: Role }
  | { kind: 'removed' }
  /** What the workspace gives them is left. */
  | { kind: 'inherits'; role: Role };

const power = (role: Role) => -ROLES.indexOf(role);

export function effectOfRole({ role }: Grant, next: Role): Effect {
  return power(next) < power(role) ? { kind: 'lowered', role: next } : { kind: 'none' };
}

export function effectOfRemoval({ role, workspaceRole }: Grant): Effect {
  if (workspaceRole === null) return { kind: 'removed' };
  return power(workspaceRole) < power(role) ? { kind: 'inherits', role: workspaceRole } : { kind: 'none' };
}
