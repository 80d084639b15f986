import type { Role } from '../../api/types';

export const mayComment = (role: Role) => role !== 'viewer';

/** Who is mentioned and can't read may be let in by those who share the document. */
export const mayInvite = (role: Role) => role === 'owner';
