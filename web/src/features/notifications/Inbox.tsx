import { CheckCheck, Settings2 } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useProblemText } from '../../app/useProblemText';
import { Button } from '../../design/Button';
import controls from '../../design/controls.module.css';
import { Notice } from '../../design/Notice';
import page from '../workspace/WorkspacePage.module.css';
import { groupsOf } from './groups';
import styles from './Inbox.module.css';
import { InboxGroup } from './InboxGroup';
import { useInbox } from './queries';
import { useFront } from './useFront';
import { useInboxActions } from './useInboxActions';
import { useStepping } from './useStepping';

/** What concerns me, by document: the unread first, then by time. */
export function Inbox() {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const { data, dataUpdatedAt, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInbox();
  const actions = useInboxActions();
  const list = useRef<HTMLDivElement>(null);
  useStepping(list);
  const items = data?.items ?? [];
  const groups = groupsOf(items, useFront(items));
  const [newest] = items;
  return (
    <div className={page.page}>
      <div className={page.head}>
        <h1 className={page.title}>{t('inbox.title')}</h1>
        <div className={styles.headTools}>
          {data !== undefined && data.unread > 0 && newest !== undefined && (
            <Button onClick={() => actions.read({ before: newest.id })}>
              <CheckCheck size={16} />
              {t('inbox.readAll')}
            </Button>
          )}
          <Link
            to="/settings/notifications"
            className={controls.icon}
            aria-label={t('inbox.settings')}
            title={t('inbox.settings')}
          >
            <Settings2 size={16} />
          </Link>
        </div>
      </div>
      {error !== null && <Notice tone="danger">{textOf(error)}</Notice>}
      {data?.items.length === 0 && <p className={page.quiet}>{t('inbox.nothing')}</p>}
      <div ref={list} className={styles.groups}>
        {groups.map((group) => (
          <InboxGroup key={group.key} group={group} now={dataUpdatedAt} actions={actions} />
        ))}
      </div>
      {hasNextPage && (
        <div>
          <Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('workspace.more')}
          </Button>
        </div>
      )}
    </div>
  );
}
