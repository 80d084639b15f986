import { Menu } from '@base-ui/react/menu';
import { Check, Keyboard, LogOut, Settings } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { saveTheme, savedTheme, subscribeTheme, THEMES, type Theme } from '../../app/theme';
import { useProblemText } from '../../app/useProblemText';
import popup from '../../design/popup.module.css';
import { useToast } from '../../design/Toasts';
import { Face } from '../people/Face';
import styles from './AccountMenu.module.css';
import { setSheetOpen } from '../search/useSheet';
import { session } from './session';
import { useMe } from './useSession';

export function AccountMenu({ workspaceId }: { workspaceId: string }) {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const toast = useToast();
  const textOf = useProblemText();
  const theme = useSyncExternalStore(subscribeTheme, savedTheme);
  return (
    <Menu.Root>
      <Menu.Trigger className={styles.trigger} aria-label={t('account.menu', { name: me.name })}>
        <Face id={me.id} name={me.name} />
        <span className={styles.name}>{me.name}</span>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={popup.positioner} side="top" align="start" sideOffset={4}>
          <Menu.Popup className={popup.menu}>
            <Menu.Group>
              <Menu.GroupLabel className={popup.groupLabel}>{me.email}</Menu.GroupLabel>
              <Menu.Item className={popup.item} onClick={() => void navigate('/settings/profile')}>
                <Settings size={16} />
                {t('settings.title')}
              </Menu.Item>
              <Menu.Item className={popup.item} onClick={() => void navigate(`/w/${workspaceId}/settings`)}>
                <Settings size={16} />
                {t('settings.workspace')}
              </Menu.Item>
              <Menu.Item className={popup.item} onClick={() => setSheetOpen(true)}>
                <Keyboard size={16} />
                {t('shortcuts.title')}
              </Menu.Item>
            </Menu.Group>
            <Menu.Separator className={popup.separator} />
            <Menu.Group>
              <Menu.GroupLabel className={popup.groupLabel}>{t('account.theme')}</Menu.GroupLabel>
              <Menu.RadioGroup value={theme} onValueChange={(next: Theme) => saveTheme(next)}>
                {THEMES.map((other) => (
                  <Menu.RadioItem key={other} value={other} className={popup.item}>
                    {t(`account.theme_${other}`)}
                    <Menu.RadioItemIndicator className={popup.itemCheck}>
                      <Check size={16} />
                    </Menu.RadioItemIndicator>
                  </Menu.RadioItem>
                ))}
              </Menu.RadioGroup>
            </Menu.Group>
            <Menu.Separator className={popup.separator} />
            <Menu.Item
              className={popup.item}
              onClick={() => void session.signOut().catch((error: unknown) => toast(textOf(error)))}
            >
              <LogOut size={16} />
              {t('auth.signOut')}
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
