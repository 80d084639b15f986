import type { Role, ShareLink } from '../../api/types';
import type { LinkChange, WantedLink } from './queries';

export const NO_END = 0;
export const NO_LIMIT = 0;
export const DAYS = [1, 7, 30];
export const LIMITS = [1, 10, 100];
const DAY = 86_400_000;

/** What a form says of a link. */
export interface LinkTerms {
  label: string;
  role: Role;
  /** From now on; `kept` is until when the link is good already. */
  days: number | 'kept';
  limit: number;
  allowsGuests: boolean;
  /** Empty for none. */
  password: string;
  /** The link asks for one already, which goes on; nobody is told which. */
  keepsPassword: boolean;
}

export const NEW_LINK: LinkTerms = {
  label: '',
  role: 'viewer',
  days: NO_END,
  limit: NO_LIMIT,
  allowsGuests: true,
  password: '',
  keepsPassword: false,
};

export const termsOf = ({ label, role, expiresAt, useLimit, allowsGuests, hasPassword }: ShareLink): LinkTerms => ({
  label: label ?? '',
  role,
  days: expiresAt === null ? NO_END : 'kept',
  limit: useLimit ?? NO_LIMIT,
  allowsGuests,
  password: '',
  keepsPassword: hasPassword,
});

export function wantedBy(terms: LinkTerms, now: number): WantedLink {
  const expiresAt = endOf(terms, now);
  return {
    role: terms.role,
    ...(terms.label.trim() !== '' && { label: terms.label.trim() }),
    ...(expiresAt !== null && { expiresAt }),
    ...(terms.limit !== NO_LIMIT && { useLimit: terms.limit }),
    ...(!terms.allowsGuests && { allowsGuests: false }),
    ...(terms.password !== '' && { password: terms.password }),
  };
}

/** What in a link has to change to be as the form says; nothing of what is so already. */
export function changesOf(link: ShareLink, terms: LinkTerms, now: number): LinkChange {
  const before = termsOf(link);
  return {
    ...(terms.label.trim() !== before.label && { label: terms.label.trim() || null }),
    ...(terms.role !== before.role && { role: terms.role }),
    ...(terms.days !== before.days && { expiresAt: endOf(terms, now) }),
    ...(terms.limit !== before.limit && { useLimit: terms.limit === NO_LIMIT ? null : terms.limit }),
    ...(terms.allowsGuests !== before.allowsGuests && { allowsGuests: terms.allowsGuests }),
    ...(!terms.keepsPassword &&
      (before.keepsPassword || terms.password !== '') && { password: terms.password || null }),
  };
}

function endOf({ days }: LinkTerms, now: number): string | null {
  return days === NO_END || days === 'kept' ? null : new Date(now + days * DAY).toISOString();
}
