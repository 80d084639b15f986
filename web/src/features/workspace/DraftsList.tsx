import { useQuery } from '@tanstack/react-query';
import { FileText, HardDrive, PencilLine } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { dateLocale } from '../../i18n/locale';
import { timeAgo } from '../../i18n/time';
import { knownDocument } from '../../sync/knownDocuments';
import { unsentHere } from '../../sync/unsentHere';
import { useMe } from '../auth/useSession';
import { GuestOffer } from '../guest/GuestOffer';
import { LocalEntryMenu } from '../guest/LocalEntryMenu';
import { useLocalEntries } from '../guest/useLocalEntries';
import { UnsentMenu } from './UnsentMenu';
import styles from './WorkspacePage.module.css';

/**
 * What somebody wrote and nobody else can see, which is all on this device: documents that were never moved to a
 * workspace, and of those in one the edits the server hasn't got and the suggestions that weren't sent. Every other
 * document, named or not, is open to the workspace from its first word, and so no draft.
 */
export function DraftsList({ workspaceId }: { workspaceId: string }) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const entries = useLocalEntries();
  const { data: unsent, dataUpdatedAt } = useQuery({
    queryKey: ['unsent', me.id],
    queryFn: () => unsentHere(me.id),
    // It asks this device, not the network.
    networkMode: 'always',
    staleTime: 0,
  });
  const titled = (unsent ?? []).map((one) => ({
    ...one,
    title: knownDocument(me.id, one.key.documentId)?.info.title,
  }));
  const isEmpty = entries?.length === 0 && unsent?.length === 0;
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1 className={styles.title}>{t('drafts.title')}</h1>
      </div>
      <p className={styles.quiet}>{t(isEmpty ? 'drafts.nothing' : 'drafts.text')}</p>
      <GuestOffer workspaceId={workspaceId} />
      {!isEmpty && (
        <ul className={styles.list}>
          {titled.map(({ key, kind, title = '' }) => (
            <li key={`${key.documentId} ${key.epoch} ${kind}`} className={styles.row}>
              <PencilLine size={18} />
              <div className={styles.rowMain}>
                <Link to={`/d/${key.documentId}`} className={styles.rowTitle}>
                  {title || t('workspace.untitled')}
                </Link>
                <span className={styles.path}>{t(`drafts.${kind}`)}</span>
              </div>
              <UnsentMenu unsent={{ key, kind }} title={title} />
            </li>
          ))}
          {entries?.map((entry) => (
            <li key={entry.id} className={styles.row}>
              {entry.file === undefined ? <FileText size={18} /> : <HardDrive size={18} />}
              <div className={styles.rowMain}>
                <Link to={`/local/${entry.id}`} className={styles.rowTitle}>
                  {entry.title || t('workspace.untitled')}
                </Link>
                <span className={styles.path}>
                  {entry.file === undefined ? t('drafts.here') : t('drafts.file', { file: entry.file.handle.name })}
                </span>
              </div>
              <time className={styles.when} dateTime={new Date(entry.changedAt).toISOString()}>
                {t('workspace.edited', {
                  when: timeAgo(new Date(entry.changedAt).toISOString(), dataUpdatedAt, dateLocale(i18n.language)),
                })}
              </time>
              <LocalEntryMenu entry={entry} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
