import { useTranslation } from 'react-i18next';
import styles from './Inbox.module.css';
import { useInbox } from './queries';

const MOST = 99;

/** How much waits in the inbox. */
export function UnreadBadge() {
  const { t } = useTranslation();
  const { data } = useInbox();
  const unread = data?.unread ?? 0;
  if (unread === 0) return null;
  return (
    <span className={styles.badge} role="status" aria-label={t('inbox.unread', { count: unread })}>
      {unread > MOST ? `${MOST}+` : unread}
    </span>
  );
}
