import { useTranslation } from 'react-i18next';
import { useShortcut } from '../../app/useShortcut';
import { useToast } from '../../design/Toasts';
import type { SaveState } from '../../sync/saveState';

const SAFE = new Set<SaveState['kind']>(['saved', 'device', 'file']);

/**
 * Ctrl-S, which people press by habit: it says how things stand instead of saving the page.
 *
 * @param state how it stands when the keys are pressed.
 * @param suggests whether what is typed here goes into a draft.
 * @param onName leads to where the text as it is gets a name; null where nobody may or there is no history.
 */
export function useSaveKey(state: () => SaveState, suggests: boolean, onName: (() => void) | null): void {
  const { t } = useTranslation();
  const toast = useToast();
  useShortcut('nameVersion', () => {
    const { kind } = state();
    if (kind === 'read-only') toast(t(suggests ? 'save.draftKept' : 'save.nothingYours'));
    else if (kind === 'local-fail') toast(t('save.local-fail'));
    else if (!SAFE.has(kind)) toast(t('save.byItself'));
    else if (onName === null) toast(t('save.already'));
    else toast(t('save.already'), { label: t('history.nameThis'), run: onName });
  });
}
