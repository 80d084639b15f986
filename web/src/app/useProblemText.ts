import { useTranslation } from 'react-i18next';
import { isProblem } from '../api/problem';

const KNOWN = [
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
] as const;

/** What to tell a person about an error: our words where we have some, the server's own otherwise. */
export function useProblemText(): (error: unknown) => string {
  const { t } = useTranslation();
  return inOurWords(KNOWN, (slug) => t(`problem.${slug}`));
}

/** Says an error by its slug where that is known, as the server does otherwise. */
export const inOurWords =
  <Slug extends string>(known: readonly Slug[], say: (slug: Slug) => string) =>
  (error: unknown): string => {
    if (!isProblem(error)) return String(error);
    const slug = known.find((one) => one === error.slug);
    return slug === undefined ? error.message : say(slug);
  };
