import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { dateLocale } from '../../i18n/locale';
import type { DocumentInfo, PresentPerson, Somebody, Via } from '../../api/types';
import { timeAgo } from '../../i18n/time';
import { changedSinceLook, looksOf, subscribeLooks } from '../../sync/looks';
import { mayEdit } from '../../sync/ticket';
import { useMe } from '../auth/useSession';
import { Faces } from '../people/Faces';
import { useVia } from '../people/via';
import { DocumentEntryMenu } from './DocumentEntryMenu';
import { DocumentIcon } from './DocumentIcon';
import { othersIn } from './presence';
import styles from './WorkspacePage.module.css';

interface DocumentRowsProps {
  documents: DocumentInfo[];
  /** When the list was read, in milliseconds. */
  readAt: number;
  /** The folders around a document, where they are known. */
  pathOf?: (documentId: string) => string[] | null;
  /** Who has which of them open, where that is known. */
  present?: Record<string, PresentPerson[]> | undefined;
  onTag?: (tag: string) => void;
}

export function DocumentRows({ documents, readAt, pathOf, present, onTag }: DocumentRowsProps) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const looks = useSyncExternalStore(subscribeLooks, () => looksOf(me.id));
  const viaOf = useVia();
  const editedBy = (who: Somebody | null, via: Via | null, when: string) => {
    if (who?.id === me.id && via === null) return t('workspace.editedByYou', { when });
    const { name = null, guest = false } = who ?? {};
    if (name === null) return t('workspace.edited', { when });
    const called = [guest ? t('history.guest', { name }) : name, viaOf(via)].filter((part) => part !== null).join(' ');
    return t('workspace.editedBy', { who: called, when });
  };
  if (documents.length === 0) return null;
  return (
    <ul className={styles.list}>
      {documents.map(
        ({ id, workspaceId, title, updatedAt, updatedBy, updatedVia, isTemplate, isRestricted, tags, role }) => {
          const path = pathOf?.(id) ?? [];
          const when = timeAgo(updatedAt, readAt, dateLocale(i18n.language));
          return (
            <li key={id} className={styles.row}>
              <DocumentIcon document={{ isTemplate, isRestricted }} size={18} />
              <div className={styles.rowMain}>
                <Link to={`/d/${id}`} className={styles.rowTitle}>
                  {title || t('workspace.untitled')}
                </Link>
                {changedSinceLook(looks, { id, updatedAt }) && (
                  <span className={styles.unread} role="img" aria-label={t('workspace.changedSince')} />
                )}
                <Faces people={othersIn(present?.[id], me.id)} />
                {path.length > 0 && <span className={styles.path}>{path.join(' / ')}</span>}
                {tags.map((tag) => (
                  <button key={tag} type="button" className={styles.tag} onClick={() => onTag?.(tag)}>
                    #{tag}
                  </button>
                ))}
              </div>
              <time
                className={styles.when}
                dateTime={updatedAt}
                title={new Date(updatedAt).toLocaleString(dateLocale(i18n.language))}
              >
                {editedBy(updatedBy, updatedVia, when)}
              </time>
              {mayEdit(role) && <DocumentEntryMenu workspaceId={workspaceId} document={{ id, title, isTemplate }} />}
            </li>
          );
        },
      )}
    </ul>
  );
}
