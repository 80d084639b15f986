import { Download, ListTree } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usePhone } from '../../app/useWide';
import { IconButton } from '../../design/Button';
import controls from '../../design/controls.module.css';
import { fileNameOf } from '../../sync/markdownBytes';
import type { SaveState } from '../../sync/saveState';
import { useSession } from '../auth/useSession';
import bar from '../document/DocumentBar.module.css';
import { download } from '../document/download';
import { ModeSwitch } from '../document/ModeSwitch';
import { SaveStateBadge } from '../document/SaveStateBadge';
import type { Mode } from '../document/savedMode';
import { GuestMenu } from './GuestMenu';

const SIGN_IN = { to: '/sign-in', state: { returnTo: '/' } };

interface GuestBarProps {
  title: string;
  onTitle: (title: string) => void;
  save: SaveState;
  mode: Mode;
  onMode: (mode: Mode) => void;
  outline: boolean;
  onOutline: () => void;
  text: () => string;
}

export function GuestBar({ title, onTitle, save, mode, onMode, outline, onOutline, text }: GuestBarProps) {
  const { t } = useTranslation();
  const signedIn = useSession().kind === 'signed-in';
  const phone = usePhone();
  // Null while nobody types: then the title is what the list says.
  const [draft, setDraft] = useState<string | null>(null);
  const shown = draft ?? title;
  const downloadText = () => download(fileNameOf(title), text());
  const keep = () => {
    setDraft(null);
    const wanted = shown.trim();
    if (wanted !== title && wanted !== '') onTitle(wanted);
  };
  return (
    <div className={bar.bar}>
      <div className={bar.place}>
        <h1 className="sr-only">{shown || t('workspace.untitled')}</h1>
        <div className={bar.titleField}>
          <span className={bar.titleTwin} aria-hidden="true">
            {shown || t('workspace.untitled')}
          </span>
          <input
            className={bar.titleInput}
            aria-label={t('document.title')}
            value={shown}
            placeholder={t('workspace.untitled')}
            autoComplete="off"
            size={1}
            onChange={(event) => setDraft(event.target.value)}
            onBlur={keep}
            onKeyDown={(event) => {
              if (event.key === 'Enter') event.currentTarget.blur();
              if (event.key === 'Escape') setDraft(null);
            }}
          />
        </div>
        <SaveStateBadge save={save} suggests={false} onReview={null} />
      </div>
      <div className={bar.tools}>
        {phone ? (
          <GuestMenu
            mode={mode}
            onMode={onMode}
            onOutline={onOutline}
            onDownload={downloadText}
            signIn={signedIn ? null : SIGN_IN}
          />
        ) : (
          <>
            <ModeSwitch mode={mode} onMode={onMode} />
            <IconButton label={t('document.outline')} aria-pressed={outline} onClick={onOutline}>
              <ListTree size={18} />
            </IconButton>
            <IconButton label={t('guest.download')} onClick={downloadText}>
              <Download size={18} />
            </IconButton>
            {!signedIn && (
              <Link className={`${controls.button ?? ''} ${controls.primary ?? ''} ${bar.share ?? ''}`} {...SIGN_IN}>
                {t('guest.signInToShare')}
              </Link>
            )}
          </>
        )}
      </div>
    </div>
  );
}
