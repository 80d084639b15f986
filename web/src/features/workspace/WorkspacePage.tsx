import { useQuery } from '@tanstack/react-query';
import { FileText, Plus } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { NotFound } from '../../app/Message';
import { Shell } from '../../app/Shell';
import { useProblemText } from '../../app/useProblemText';
import { Button } from '../../design/Button';
import { Notice } from '../../design/Notice';
import { timeAgo } from '../../i18n/time';
import { useDocuments, workspacesQuery } from './queries';
import { useNewDocument } from './useNewDocument';
import styles from './WorkspacePage.module.css';

/** The workspace's documents, the newest first. */
export function WorkspacePage() {
  const { t } = useTranslation();
  const { workspaceId = '' } = useParams();
  const { data: workspaces } = useQuery(workspacesQuery);
  const workspace = workspaces?.find(({ id }) => id === workspaceId);
  const name = workspace?.name;
  useEffect(() => {
    document.title = name === undefined ? t('app.name') : `${name} – ${t('app.name')}`;
  }, [name, t]);

  if (workspaces !== undefined && workspace === undefined) return <NotFound />;
  return (
    <Shell workspaceId={workspaceId} bar={<span className={styles.crumb}>{name}</span>}>
      <DocumentList workspaceId={workspaceId} />
    </Shell>
  );
}

function DocumentList({ workspaceId }: { workspaceId: string }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const { data: documents, dataUpdatedAt, error, hasNextPage, fetchNextPage } = useDocuments(workspaceId);
  const newDocument = useNewDocument(workspaceId);
  const create = newDocument !== null && (
    <Button look="primary" onClick={newDocument}>
      <Plus size={16} />
      {t('workspace.newDocument')}
    </Button>
  );
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1 className={styles.title}>{t('workspace.documents')}</h1>
        {documents !== undefined && documents.length > 0 && create}
      </div>
      {error !== null && <Notice tone="danger">{textOf(error)}</Notice>}
      {documents?.length === 0 && (
        <div className={styles.empty}>
          <FileText size={28} strokeWidth={1.5} />
          <h2 className={styles.emptyTitle}>{t('workspace.emptyTitle')}</h2>
          <p>{t(create === false ? 'workspace.emptyTextReader' : 'workspace.emptyText')}</p>
          {create}
        </div>
      )}
      <Rows documents={documents ?? []} readAt={dataUpdatedAt} />
      {hasNextPage && <Button onClick={() => void fetchNextPage()}>{t('workspace.more')}</Button>}
    </div>
  );
}

interface RowsProps {
  documents: { id: string; title: string; updatedAt: string }[];
  /** When the list was read, in milliseconds. */
  readAt: number;
}

function Rows({ documents, readAt }: RowsProps) {
  const { t, i18n } = useTranslation();
  if (documents.length === 0) return null;
  return (
    <ul className={styles.list}>
      {documents.map(({ id, title, updatedAt }) => (
        <li key={id}>
          <Link to={`/d/${id}`} className={styles.row}>
            <FileText size={18} />
            <span className={styles.rowTitle}>{title || t('workspace.untitled')}</span>
            <time className={styles.when} dateTime={updatedAt} title={new Date(updatedAt).toLocaleString()}>
              {t('workspace.edited', { when: timeAgo(updatedAt, readAt, i18n.language) })}
            </time>
          </Link>
        </li>
      ))}
    </ul>
  );
}
