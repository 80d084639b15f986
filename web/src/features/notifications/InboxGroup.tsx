import { BellOff, CheckCheck, FileText, Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../design/Button';
import type { Group } from './groups';
import styles from './Inbox.module.css';
import { InboxEntry } from './InboxEntry';
import { MuteButton } from './MuteButton';
import type { InboxActions } from './useInboxActions';

interface InboxGroupProps {
  group: Group;
  /** When the inbox was read, in milliseconds. */
  now: number;
  actions: InboxActions;
}

/** What happened in one document, and what can be done about all of it. */
export function InboxGroup({ group, now, actions }: InboxGroupProps) {
  const { t } = useTranslation();
  const { documentId, isMuted, unread, items } = group;
  const name = group.name === null || group.name === '' ? t('workspace.untitled') : group.name;
  return (
    <section className={styles.group}>
      <header className={styles.groupHead}>
        {documentId === null ? <Users size={16} /> : <FileText size={16} />}
        <h2 className={styles.groupName}>{name}</h2>
        {isMuted && (
          <span className={styles.state}>
            <BellOff size={14} /> {t('inbox.muted')}
          </span>
        )}
        {unread.length > 0 && <span className={styles.count}>{t('inbox.unread', { count: unread.length })}</span>}
        <div className={styles.tools}>
          {documentId !== null && (
            <MuteButton
              what={{ documentId }}
              isMuted={isMuted}
              muteLabel={t('inbox.muteDocument', { name })}
              unmuteLabel={t('inbox.unmuteDocument', { name })}
              actions={actions}
            />
          )}
          {unread.length > 1 && (
            <IconButton
              label={t('inbox.readAllOf', { name })}
              onClick={() => actions.read(documentId === null ? { ids: unread.map(({ id }) => id) } : { documentId })}
            >
              <CheckCheck size={16} />
            </IconButton>
          )}
        </div>
      </header>
      <ul>
        {items.map((item) => (
          <li key={item.id}>
            <InboxEntry item={item} now={now} actions={actions} />
          </li>
        ))}
      </ul>
    </section>
  );
}
