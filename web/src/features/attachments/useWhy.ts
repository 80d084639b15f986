import { useTranslation } from 'react-i18next';
import { isProblem } from '../../api/problem';

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
  return (error) => {
    if (!isProblem(error)) return String(error);
    const known = KNOWN.find((slug) => slug === error.slug);
    return known === undefined ? error.message : t(`attach.why_${known}`);
  };
}
