import { useTranslation } from 'react-i18next';
import { isProblem } from '../api/problem';
import type { BrokenRule } from '../api/types';

export const KNOWN = [
  'unreachable',
  'invalid-credentials',
  'invalid-challenge',
  'invalid-code',
  'last-owner',
  'rate-limited',
  'signup-closed',
  'text-moves',
  'assistant-failed',
  'assistant-slow',
  'wrong-password',
  'email-taken',
  'confirmation-required',
  'second-factor-required',
  'forbidden',
  'internal-error',
  'unavailable',
  'precondition-failed',
  'sole-owner',
  'trashed',
  'link-password-required',
  'slug-taken',
  'provider-failed',
  'provider-refused',
  'email-not-verified',
  'account-exists',
  'identity-taken',
  'last-sign-in-method',
  'second-factor-on',
  'setup-finished',
  'invalid-setup-token',
  'assistant-budget',
] as const;

/** What forms can have wrong; the server says other rules in its own words, which are for programs. */
const KNOWN_RULES = [
  'required',
  'too-long',
  'control-character',
  'email',
  'out-of-range',
  'password-too-long',
  'password-too-short',
  'password-needs-upper',
  'password-needs-lower',
  'password-needs-digit',
  'password-needs-symbol',
  'password-too-common',
  'password-too-weak',
] as const;

/** What to tell a person about an error: our words where we have some, the server's own otherwise. */
export function useProblemText(): (error: unknown) => string {
  const { t } = useTranslation();
  return inOurWords(KNOWN, (slug) => t(`problem.${slug}`));
}

/** The same for one rule that a form broke. The numbers in it are the server's. */
export function useRuleText(): (rule: BrokenRule) => string {
  const { t } = useTranslation();
  return ({ code, message }) => {
    const known = KNOWN_RULES.find((one) => one === code);
    if (known === undefined) return message;
    const [first, second] = message.match(/\d+/g) ?? [];
    return t(`broken.${known}`, { first, second });
  };
}

/** Says an error by its slug where that is known, as the server does otherwise. */
export const inOurWords =
  <Slug extends string>(known: readonly Slug[], say: (slug: Slug) => string) =>
  (error: unknown): string => {
    if (!isProblem(error)) return String(error);
    const slug = known.find((one) => one === error.slug);
    return slug === undefined ? error.message : say(slug);
  };
