import { FilePlus, FileText, FileUp, FolderOpen, HardDrive, House, LogIn } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { canOpenFiles, canOpenFolders } from '../../sync/filePickers';
import { deskOffers } from '../../sync/desk';
import type { LocalEntry } from '../../sync/localEntries';
import { useSession } from '../auth/useSession';
import tree from '../workspace/Tree.module.css';
import rail from '../workspace/Rail.module.css';
import { LocalEntryMenu } from './LocalEntryMenu';
import { FolderFiles } from './FolderFiles';
import styles from './Guest.module.css';
import { useArrivals } from './useArrivals';
import { useLocalFolders } from './useLocalEntries';

interface GuestRailProps {
  entries: LocalEntry[];
  current: string;
}

/** What this browser has, and the ways to bring more. */
export function GuestRail({ entries, current }: GuestRailProps) {
  const { t } = useTranslation();
  const signedIn = useSession().kind === 'signed-in';
  const folders = useLocalFolders();
  const { create, openFile, openFolder, take } = useArrivals();
  const picker = useRef<HTMLInputElement>(null);
  return (
    <div className={rail.rail}>
      <p className={styles.brand}>
        <img src="/favicon.svg" alt="" width="24" height="24" />
        {t('app.name')}
      </p>
      <button type="button" className={rail.entry} onClick={create}>
        <FilePlus size={16} />
        {t('workspace.newDocument')}
      </button>
      {canOpenFiles() && (
        <button type="button" className={rail.entry} onClick={openFile}>
          <FileText size={16} />
          {t('guest.openFile')}
        </button>
      )}
      {canOpenFolders() && (
        <button type="button" className={rail.entry} onClick={openFolder}>
          <FolderOpen size={16} />
          {t('guest.openFolder')}
        </button>
      )}
      <button type="button" className={rail.entry} onClick={() => picker.current?.click()}>
        <FileUp size={16} />
        {t('guest.import')}
      </button>
      <input
        ref={picker}
        type="file"
        multiple
        accept=".md,.markdown,.txt,text/markdown,text/plain"
        aria-label={t('guest.import')}
        hidden
        onChange={({ target }) => {
          take([...(target.files ?? [])]);
          // The same file can be chosen again.
          target.value = '';
        }}
      />
      <div className={rail.section}>
        <h2 className={rail.sectionName}>{t('guest.documents')}</h2>
      </div>
      <div className={tree.tree}>
        {entries.length === 0 ? (
          <p className={tree.nothing}>{t('guest.nothing')}</p>
        ) : (
          <ul>
            {entries.map((entry) => (
              <li key={entry.id} className={tree.row}>
                <Link
                  to={`/local/${entry.id}`}
                  className={`${tree.entry ?? ''} ${entry.id === current ? 'active' : ''}`}
                  aria-current={entry.id === current ? 'page' : undefined}
                >
                  {entry.file === undefined ? <FileText size={16} /> : <HardDrive size={16} />}
                  <span className={tree.name}>{entry.title || t('workspace.untitled')}</span>
                </Link>
                <LocalEntryMenu entry={entry} className={tree.more} />
              </li>
            ))}
          </ul>
        )}
        {folders.map((folder) => (
          <FolderFiles key={folder.id} folder={folder} />
        ))}
      </div>
      <p className={styles.where}>{t(deskOffers() === null ? 'guest.where' : 'guest.whereDesk')}</p>
      {signedIn ? (
        <Link className={rail.entry} to="/">
          <House size={16} />
          {t('workspace.home')}
        </Link>
      ) : (
        <Link className={rail.entry} to="/sign-in" state={{ returnTo: '/' }}>
          <LogIn size={16} />
          {t('auth.signIn')}
        </Link>
      )}
    </div>
  );
}
