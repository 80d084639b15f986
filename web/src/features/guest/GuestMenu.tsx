import { Menu } from '@base-ui/react/menu';
import { Download, Ellipsis, ListTree, LogIn } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { IconButton } from '../../design/Button';
import popup from '../../design/popup.module.css';
import { deskOffers } from '../../sync/desk';
import { ModeItems } from '../document/ModeItems';
import type { Mode } from '../document/savedMode';

interface GuestMenuProps {
  mode: Mode;
  onMode: (mode: Mode) => void;
  onOutline: () => void;
  onDownload: () => void;
  /** Null for those who are signed in. */
  signIn: { to: string; state: unknown } | null;
}

/** The tools of the guest's bar, on a telephone. */
export function GuestMenu({ mode, onMode, onOutline, onDownload, signIn }: GuestMenuProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <Menu.Root>
      <Menu.Trigger render={<IconButton label={t('document.menu')} />}>
        <Ellipsis size={18} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={popup.positioner} align="end" sideOffset={4}>
          <Menu.Popup className={popup.menu}>
            <p className={popup.groupLabel}>{t(deskOffers() === null ? 'guest.where' : 'guest.whereDesk')}</p>
            <ModeItems mode={mode} onMode={onMode} />
            <Menu.Separator className={popup.separator} />
            <Menu.Item className={popup.item} onClick={onOutline}>
              <ListTree size={16} />
              {t('document.outline')}
            </Menu.Item>
            <Menu.Item className={popup.item} onClick={onDownload}>
              <Download size={16} />
              {t('guest.download')}
            </Menu.Item>
            {signIn !== null && (
              <Menu.Item className={popup.item} onClick={() => void navigate(signIn.to, { state: signIn.state })}>
                <LogIn size={16} />
                {t('guest.signInToShare')}
              </Menu.Item>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
