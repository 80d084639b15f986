import { useTranslation } from 'react-i18next';
import { inOurWords } from '../../app/useProblemText';

const KNOWN = [
  'unreachable',
  'too-large',
  'quota-exceeded',
  'forbidden',
  'not-found',
  'rate-limited',
  'upload-mismatch',
  'empty',
  'unreadable',
] as const;

/** Why a file couldn't be brought or had. */
export function useWhy(): (error: unknown) => string {
  const { t } = useTranslation();
  return inOurWords(KNOWN, (slug) => t(`attach.why_${slug}`));
}
