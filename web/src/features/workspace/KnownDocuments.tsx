import { FileText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { knownDocuments } from '../../sync/knownDocuments';
import { useMe } from '../auth/useSession';
import styles from './WorkspacePage.module.css';

/** Without a network: what was opened on this device before, and opens from it. */
export function KnownDocuments() {
  const { t } = useTranslation();
  const me = useMe();
  const known = knownDocuments(me.id).filter(({ epoch }) => epoch !== null);
  return (
    <>
      <p className={styles.quiet} role="status">
        {t(known.length === 0 ? 'workspace.offlineNothing' : 'workspace.offline')}
      </p>
      <ul className={styles.list}>
        {known.map(({ info: { id, title } }) => (
          <li key={id} className={styles.row}>
            <FileText size={18} />
            <Link to={`/d/${id}`} className={styles.rowTitle}>
              {title || t('workspace.untitled')}
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
