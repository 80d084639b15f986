import { useQuery } from '@tanstack/react-query';
import { FileText, Folder, RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dateLocale } from '../../i18n/locale';
import { useProblemText } from '../../app/useProblemText';
import { Button, IconButton } from '../../design/Button';
import { Notice } from '../../design/Notice';
import { useToast } from '../../design/Toasts';
import { timeAgo } from '../../i18n/time';
import { mayEdit } from '../../sync/ticket';
import { ConfirmDialog } from './ConfirmDialog';
import { trashedFoldersQuery, useTrash, workspacesQuery } from './queries';
import { useArranging } from './treeQueries';
import styles from './WorkspacePage.module.css';

/** What was thrown away: taken back, or deleted for good after a question. */
export function TrashList({ workspaceId }: { workspaceId: string }) {
  const { t, i18n } = useTranslation();
  const toast = useToast();
  const textOf = useProblemText();
  const { data: workspaces } = useQuery(workspacesQuery);
  const { data: documents, dataUpdatedAt, error, hasNextPage, fetchNextPage } = useTrash(workspaceId);
  const { data: folders = [] } = useQuery(trashedFoldersQuery(workspaceId));
  const { restoreDocument, restoreFolder, purge, emptyTrash } = useArranging(workspaceId);
  const [asking, setAsking] = useState<{ id: string; title: string } | 'all' | null>(null);
  const role = workspaces?.find(({ id }) => id === workspaceId)?.role;
  const may = role !== undefined && mayEdit(role);
  const onError = (problem: unknown) => toast(textOf(problem));
  const some = folders.length > 0 || (documents !== undefined && documents.length > 0);
  const thrown = (when: string) => t('trash.thrown', { when: timeAgo(when, dataUpdatedAt, dateLocale(i18n.language)) });
  const takeBack = (restoring: typeof restoreDocument | typeof restoreFolder, id: string, title: string) => (
    <IconButton
      label={t('trash.restore', { title })}
      onClick={() => restoring.mutate(id, { onError, onSuccess: () => toast(t('trash.restored', { title })) })}
    >
      <RotateCcw size={16} />
    </IconButton>
  );
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1 className={styles.title}>{t('workspace.trash')}</h1>
        {some && may && <Button onClick={() => setAsking('all')}>{t('trash.empty')}</Button>}
      </div>
      {error !== null && <Notice tone="danger">{textOf(error)}</Notice>}
      {documents !== undefined && !some && <p className={styles.quiet}>{t('trash.nothing')}</p>}
      {some && (
        <ul className={styles.list}>
          {folders.map(({ id, name, trashedAt, documents: count }) => (
            <li key={id} className={styles.trashed}>
              <Folder size={18} />
              <div className={styles.rowMain}>
                <span className={styles.rowTitle}>{name}</span>
                <span className={styles.path}>{t('trash.folder', { count })}</span>
              </div>
              <time className={styles.when} dateTime={trashedAt}>
                {thrown(trashedAt)}
              </time>
              {may && <span className={styles.rowActions}>{takeBack(restoreFolder, id, name)}</span>}
            </li>
          ))}
          {(documents ?? []).map(({ id, title, trashedAt, trashedWith }) => {
            const name = title || t('workspace.untitled');
            const along = folders.find((folder) => folder.id === trashedWith);
            return (
              <li key={id} className={styles.trashed}>
                <FileText size={18} />
                <div className={styles.rowMain}>
                  <span className={styles.rowTitle}>{name}</span>
                  {along !== undefined && (
                    <span className={styles.path}>{t('trash.withFolder', { name: along.name })}</span>
                  )}
                </div>
                {trashedAt !== null && (
                  <time className={styles.when} dateTime={trashedAt}>
                    {thrown(trashedAt)}
                  </time>
                )}
                {may && (
                  <span className={styles.rowActions}>
                    {takeBack(restoreDocument, id, name)}
                    <IconButton
                      label={t('trash.purge', { title: name })}
                      onClick={() => setAsking({ id, title: name })}
                    >
                      <Trash2 size={16} />
                    </IconButton>
                  </span>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {hasNextPage && <Button onClick={() => void fetchNextPage()}>{t('workspace.more')}</Button>}
      <ConfirmDialog
        open={asking !== null}
        onClose={() => setAsking(null)}
        title={t('trash.purgeTitle')}
        text={
          asking === 'all'
            ? hasNextPage || folders.length > 0
              ? t('trash.emptyAllText')
              : t('trash.emptyText', { count: documents?.length ?? 0 })
            : t('trash.purgeText', { title: asking?.title ?? '' })
        }
        action={t('trash.purgeAction')}
        onConfirm={() => (asking === 'all' ? emptyTrash.mutateAsync() : purge.mutateAsync(asking?.id ?? ''))}
      />
    </div>
  );
}
