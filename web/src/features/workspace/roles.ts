import type { Role } from '../../api/types';

/** From all to least. */
export const ROLES: Role[] = ['owner', 'editor', 'commenter', 'viewer'];

export const isLess = (role: Role, than: Role) => ROLES.indexOf(role) > ROLES.indexOf(than);
