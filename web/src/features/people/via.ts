import { useTranslation } from 'react-i18next';
import type { Via } from '../../api/types';

/** What somebody worked by, in words that follow their name; null in the app. */
export function useVia(): (via: Via | null) => string | null {
  const { t } = useTranslation();
  return (via) => {
    if (via === null) return null;
    if (via.agent !== null) return t('via.named', { name: via.agent });
    return t(`via.${wayOf(via)}`);
  };
}

/** A road that this client doesn't know yet is some program's. */
const wayOf = ({ way }: Via) => (way === 'agent' || way === 'mcp' || way === 'cli' ? way : 'api');
