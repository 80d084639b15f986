import type { Role } from '../../api/types';

export const mayComment = (role: Role) => role !== 'viewer';
