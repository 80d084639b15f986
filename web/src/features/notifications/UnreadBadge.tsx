import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSaid } from '../../app/said';
import styles from './Inbox.module.css';
import { useInbox } from './queries';

const MOST = 99;

/** How much waits in the inbox. */
export function UnreadBadge() {
  const { t } = useTranslation();
  const { data } = useInbox();
  const unread = data?.unread ?? 0;
  const [known, setKnown] = useState<number | null>(null);
  // As many as waited when the page came, or as somebody has left unread, are no news.
  if (data !== undefined && (known === null || unread < known)) setKnown(unread);
  const said = t('inbox.unread', { count: unread });
  useSaid(known !== null && unread > known ? said : '');
  if (unread === 0) return null;
  return (
    <span className={styles.badge} role="img" aria-label={said}>
      {unread > MOST ? `${MOST}+` : unread}
    </span>
  );
}
