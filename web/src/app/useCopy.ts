import { useTranslation } from 'react-i18next';
import { useToast } from '../design/Toasts';
import { toClipboard } from './clipboard';

/** Copies a text and says `done`; where the browser doesn't let it, it says that. */
export function useCopy(): (text: string, done: string) => void {
  const { t } = useTranslation();
  const toast = useToast();
  return (text, done) => void toClipboard(text).then((copied) => toast(copied ? done : t('app.notCopied')));
}
