import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../app/useProblemText';
import { Button } from '../../design/Button';
import { Notice } from '../../design/Notice';
import { DocumentRows } from './DocumentRows';
import { useShared } from './queries';
import styles from './WorkspacePage.module.css';

/** Documents of workspaces that the person isn't in. */
export function SharedList() {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const { data: documents, dataUpdatedAt, error, hasNextPage, fetchNextPage } = useShared();
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1 className={styles.title}>{t('workspace.shared')}</h1>
      </div>
      {error !== null && <Notice tone="danger">{textOf(error)}</Notice>}
      {documents?.length === 0 && <p className={styles.quiet}>{t('workspace.nothingShared')}</p>}
      <DocumentRows documents={documents ?? []} readAt={dataUpdatedAt} />
      {hasNextPage && <Button onClick={() => void fetchNextPage()}>{t('workspace.more')}</Button>}
    </div>
  );
}
