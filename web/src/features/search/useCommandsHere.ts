import { useTranslation } from 'react-i18next';
import { keysOf } from '../../app/chord';
import { keys, SHORTCUTS, type Shortcut } from '../../app/shortcuts';
import { saveTheme, THEMES } from '../../app/theme';
import { doneHere } from '../../app/useShortcut';
import { SHORTCUT_NAMES } from './shortcutNames';

export interface Command {
  name: string;
  hint: string | null;
  run: () => void;
}

/**
 * What the document that is open can do, with its keys, and how the page looks.
 *
 * @param without what its keys do here, but not by the name that it has elsewhere.
 */
export function useCommandsHere(without: readonly Shortcut[] = []): Command[] {
  const { t } = useTranslation();
  const words = { ctrl: t('shortcuts.ctrl'), shift: t('shortcuts.shift') };
  const ofDocument = Object.keys(SHORTCUTS.document) as Shortcut[];
  return [
    ...ofDocument.flatMap((shortcut) => {
      const run = doneHere(shortcut);
      const chord = keys.of(shortcut);
      const hint = chord === null ? null : keysOf(chord, words).join(' ');
      return run === null || without.includes(shortcut) ? [] : [{ name: t(SHORTCUT_NAMES[shortcut]), hint, run }];
    }),
    ...THEMES.map((theme) => ({
      name: t('search.theme', { theme: t(`account.theme_${theme}`) }),
      hint: null,
      run: () => saveTheme(theme),
    })),
  ];
}
