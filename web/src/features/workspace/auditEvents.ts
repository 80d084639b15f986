/** What the log holds, as the API spells it; each has words in every language. */
export const AUDIT_EVENTS = [
  'sign-in.failed',
  'password.changed',
  'second-factor.on',
  'second-factor.off',
  'token.created',
  'token.paused',
  'token.resumed',
  'token.revoked',
  'account.exported',
  'account.deleted',
  'workspace.created',
  'workspace.deleted',
  'member.changed',
  'member.removed',
  'invite.created',
  'invite.resent',
  'invite.revoked',
  'invite.accepted',
  'permission.changed',
  'permission.removed',
  'link.created',
  'link.changed',
  'link.deleted',
  'link.opened',
  'document-invite.created',
  'document-invite.resent',
  'document-invite.revoked',
  'document-invite.accepted',
  'access.changed',
  'access.requested',
  'access.granted',
  'access.declined',
  'page.published',
  'page.unpublished',
  'document.trashed',
  'document.purged',
  'document.moved',
] as const;

export type AuditEvent = (typeof AUDIT_EVENTS)[number];
type Key<Event extends string> = Event extends `${infer Kind}.${infer What}` ? `${Kind}_${What}` : never;

/** Its words' name; null for an event that a newer server tells of. */
export function auditKey(event: string): Key<AuditEvent> | null {
  const known = AUDIT_EVENTS.find((one) => one === event);
  return known === undefined ? null : (known.replace('.', '_') as Key<AuditEvent>);
}
