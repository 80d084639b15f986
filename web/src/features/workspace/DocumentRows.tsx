import { FileText, LayoutTemplate } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { DocumentInfo } from '../../api/types';
import { timeAgo } from '../../i18n/time';
import { mayEdit } from '../../sync/ticket';
import { DocumentEntryMenu } from './DocumentEntryMenu';
import styles from './WorkspacePage.module.css';

interface DocumentRowsProps {
  documents: DocumentInfo[];
  /** When the list was read, in milliseconds. */
  readAt: number;
  /** The folders around a document, where they are known. */
  pathOf?: (documentId: string) => string[] | null;
  onTag?: (tag: string) => void;
}

export function DocumentRows({ documents, readAt, pathOf, onTag }: DocumentRowsProps) {
  const { t, i18n } = useTranslation();
  if (documents.length === 0) return null;
  return (
    <ul className={styles.list}>
      {documents.map(({ id, workspaceId, title, updatedAt, isTemplate, tags, role }) => {
        const path = pathOf?.(id) ?? [];
        return (
          <li key={id} className={styles.row}>
            {isTemplate ? <LayoutTemplate size={18} /> : <FileText size={18} />}
            <div className={styles.rowMain}>
              <Link to={`/d/${id}`} className={styles.rowTitle}>
                {title || t('workspace.untitled')}
              </Link>
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
              title={new Date(updatedAt).toLocaleString(i18n.language)}
            >
              {t('workspace.edited', { when: timeAgo(updatedAt, readAt, i18n.language) })}
            </time>
            {mayEdit(role) && <DocumentEntryMenu workspaceId={workspaceId} document={{ id, title, isTemplate }} />}
          </li>
        );
      })}
    </ul>
  );
}
