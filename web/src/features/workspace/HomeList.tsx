import { useQuery } from '@tanstack/react-query';
import { FileText, Plus, SquareTerminal, Upload, X } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyDialog } from '../../app/lazyDialog';
import { lazyPart } from '../../app/lazyPart';
import { isAway } from '../../api/problem';
import { useProblemText } from '../../app/useProblemText';
import { Button } from '../../design/Button';
import controls from '../../design/controls.module.css';
import { Notice } from '../../design/Notice';
import { ImportDialog } from '../files/ImportDialog';
import { ImportNotice } from '../files/ImportNotice';
import { DocumentRows } from './DocumentRows';
import { KnownDocuments } from './KnownDocuments';
import { pathOf } from './places';
import { presenceQuery } from './presence';
import { useDocuments } from './queries';
import { treeQuery } from './treeQueries';
import { useNewDocument } from './useNewDocument';
import styles from './WorkspacePage.module.css';

const ConnectFolder = lazyDialog(
  async () => (await import('./ConnectFolder')).ConnectFolder,
  ({ onClose }) => onClose(),
);
const GuestOffer = lazyPart(async () => (await import('../guest/GuestOffer')).GuestOffer);

/** The workspace's documents, those first that were written in last, or those with a tag. */
export function HomeList({ workspaceId }: { workspaceId: string }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const [tag, setTag] = useState<string | null>(null);
  const [importing, setImporting] = useState(false);
  const [connecting, setConnecting] = useState(false);
  const {
    data: documents,
    dataUpdatedAt,
    error,
    failureReason,
    fetchStatus,
    hasNextPage,
    fetchNextPage,
  } = useDocuments(workspaceId, tag);
  const { data: tree } = useQuery(treeQuery(workspaceId));
  const { data: present } = useQuery(presenceQuery(workspaceId));
  const newDocument = useNewDocument(workspaceId);
  const offline = documents === undefined && isAway({ fetchStatus, failureReason });
  const create = newDocument !== null && (
    <Button look="primary" onClick={() => newDocument()}>
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
      {tag !== null && (
        <div>
          <Button onClick={() => setTag(null)} aria-label={t('workspace.clearTag', { tag })}>
            #{tag}
            <X size={14} />
          </Button>
        </div>
      )}
      <Suspense fallback={null}>
        <GuestOffer workspaceId={workspaceId} />
      </Suspense>
      {!importing && <ImportNotice workspaceId={workspaceId} />}
      <ImportDialog workspaceId={workspaceId} open={importing} onClose={() => setImporting(false)} />
      {connecting && (
        <Suspense fallback={null}>
          <ConnectFolder workspaceId={workspaceId} onClose={() => setConnecting(false)} />
        </Suspense>
      )}
      {offline && <KnownDocuments />}
      {error !== null && !offline && <Notice tone="danger">{textOf(error)}</Notice>}
      {documents?.length === 0 && tag === null && (
        <div className={styles.empty}>
          <FileText size={28} strokeWidth={1.5} />
          <h2 className={styles.emptyTitle}>{t('workspace.emptyTitle')}</h2>
          <p>{t(create === false ? 'workspace.emptyTextReader' : 'workspace.emptyText')}</p>
          {create !== false && (
            <div className={controls.actions}>
              {create}
              <Button onClick={() => setImporting(true)}>
                <Upload size={16} />
                {t('import.open')}
              </Button>
              <Button onClick={() => setConnecting(true)}>
                <SquareTerminal size={16} />
                {t('connect.open')}
              </Button>
            </div>
          )}
        </div>
      )}
      <DocumentRows
        documents={documents ?? []}
        readAt={dataUpdatedAt}
        pathOf={(id) => (tree === undefined ? null : pathOf(tree, id))}
        present={present}
        onTag={setTag}
      />
      {hasNextPage && <Button onClick={() => void fetchNextPage()}>{t('workspace.more')}</Button>}
    </div>
  );
}
