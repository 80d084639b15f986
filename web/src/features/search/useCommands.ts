import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { keysOf } from '../../app/chord';
import { keys, SHORTCUTS, type Shortcut } from '../../app/shortcuts';
import { saveTheme, THEMES } from '../../app/theme';
import { doneHere } from '../../app/useShortcut';
import { useNewDocument } from '../workspace/useNewDocument';
import { SHORTCUT_NAMES } from './shortcutNames';

export interface Command {
  name: string;
  hint: string | null;
  run: () => void;
}

/** What can be done from anywhere, by name. */
export function useCommands(workspaceId: string): Command[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const newDocument = useNewDocument(workspaceId);
  const words = { ctrl: t('shortcuts.ctrl'), shift: t('shortcuts.shift') };
  const ofDocument = Object.keys(SHORTCUTS.document) as Shortcut[];
  const to = (path: string) => () => void navigate(path);
  return [
    ...(newDocument === null ? [] : [{ name: t('workspace.newDocument'), hint: null, run: () => newDocument() }]),
    { name: t('workspace.home'), hint: null, run: to(`/w/${workspaceId}`) },
    { name: t('inbox.title'), hint: null, run: to(`/w/${workspaceId}/inbox`) },
    { name: t('workspace.shared'), hint: null, run: to(`/w/${workspaceId}/shared`) },
    { name: t('drafts.title'), hint: null, run: to(`/w/${workspaceId}/drafts`) },
    { name: t('workspace.trash'), hint: null, run: to(`/w/${workspaceId}/trash`) },
    { name: t('settings.title'), hint: null, run: to('/settings/profile') },
    { name: t('settings.workspace'), hint: null, run: to(`/w/${workspaceId}/settings`) },
    ...ofDocument.flatMap((shortcut) => {
      const run = doneHere(shortcut);
      const chord = keys.of(shortcut);
      const hint = chord === null ? null : keysOf(chord, words).join(' ');
      return run === null ? [] : [{ name: t(SHORTCUT_NAMES[shortcut]), hint, run }];
    }),
    ...THEMES.map((theme) => ({
      name: t('search.theme', { theme: t(`account.theme_${theme}`) }),
      hint: null,
      run: () => saveTheme(theme),
    })),
  ];
}
