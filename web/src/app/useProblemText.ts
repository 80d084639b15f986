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
  return (error) => {
    if (!isProblem(error)) return String(error);
    const known = KNOWN.find((slug) => slug === error.slug);
    return known === undefined ? error.message : t(`problem.${known}`);
  };
}
