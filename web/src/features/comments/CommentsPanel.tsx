import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../app/useProblemText';
import type { Role, Thread } from '../../api/types';
import { Notice } from '../../design/Notice';
import { useToast } from '../../design/Toasts';
import { withoutIds } from '../../markdown/mentions';
import { useMe } from '../auth/useSession';
import styles from './Comments.module.css';
import { Composer } from './Composer';
import { filtered, FILTERS, ordered, ORDERS, type Filter, type Order } from './filters';
import { useCommenting, type NewAnchor } from './queries';
import { ThreadCard } from './ThreadCard';

export interface CommentsPanelProps {
  documentId: string;
  role: Role;
  threads: Thread[] | undefined;
  error: Error | null;
  /** What a new comment will be about. */
  draft: NewAnchor | null;
  onDraftEnd: () => void;
  active: string | null;
  onActive: (thread: string | null) => void;
  /** How often somebody has asked to write into the active one. */
  writing: number;
  onReply: (thread: string) => void;
  /** The anchor of what is selected in the text now, for a thread that has lost its own. */
  selectedAnchor: () => NewAnchor | null;
}

export function CommentsPanel(props: CommentsPanelProps) {
  const { documentId, role, threads = [], error, draft, onDraftEnd } = props;
  const { active, onActive, writing, onReply, selectedAnchor } = props;
  const { t } = useTranslation();
  const me = useMe();
  const toast = useToast();
  const textOf = useProblemText();
  const commenting = useCommenting(documentId);
  const [filter, setFilter] = useState<Filter>('open');
  const [order, setOrder] = useState<Order>('place');
  const shown = ordered(filtered(threads, filter, me.id), order);
  useShownWhenActive(threads, active, filter, setFilter, me.id);

  const begin = async (text: string) => {
    if (draft === null) return undefined;
    const thread = await commenting.begin.mutateAsync({ anchor: draft, text });
    setFilter('open');
    onDraftEnd();
    onActive(thread.id);
    return thread.comments[0];
  };
  const reattach = (thread: Thread) => {
    const anchor = selectedAnchor();
    if (anchor === null) toast(t('comments.selectFirst'));
    else commenting.change.mutate({ thread: thread.id, anchor }, { onError: (failure) => toast(textOf(failure)) });
  };

  return (
    <div className={styles.panel}>
      <ToggleGroup
        className={styles.filters}
        aria-label={t('comments.filter')}
        value={[filter]}
        onValueChange={([next]) => {
          if (next !== undefined) setFilter(next);
        }}
      >
        {FILTERS.map((other) => (
          <Toggle key={other} value={other} className={styles.filter}>
            {t(`comments.filter_${other}`)}
            <Count of={filtered(threads, other, me.id)} />
          </Toggle>
        ))}
      </ToggleGroup>
      {shown.length > 1 && (
        <label className={styles.order}>
          <span className="sr-only">{t('comments.order')}</span>
          <select
            value={order}
            onChange={({ target }) => setOrder(ORDERS.find((other) => other === target.value) ?? 'place')}
          >
            {ORDERS.map((other) => (
              <option key={other} value={other}>
                {t(`comments.order_${other}`)}
              </option>
            ))}
          </select>
        </label>
      )}
      {error !== null && <Notice tone="danger">{textOf(error)}</Notice>}
      {draft !== null && (
        <div className={styles.card}>
          <blockquote className={styles.quote}>{withoutIds(draft.quote)}</blockquote>
          <Composer
            documentId={documentId}
            role={role}
            draftKey={`${documentId}/new`}
            label={t('comments.write')}
            action={t('comments.send')}
            focusAtFirst
            onSend={begin}
            onCancel={onDraftEnd}
          />
        </div>
      )}
      {shown.length === 0 && draft === null && <p className={styles.nothing}>{t(`comments.none_${filter}`)}</p>}
      <ul className={styles.threads} aria-label={t('document.comments')}>
        {shown.map((thread) => (
          <li key={thread.id}>
            <ThreadCard
              thread={thread}
              role={role}
              commenting={commenting}
              isActive={thread.id === active}
              writing={thread.id === active ? writing : 0}
              onActivate={() => onActive(thread.id)}
              onReply={() => onReply(thread.id)}
              onReattach={() => reattach(thread)}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Count({ of }: { of: Thread[] }) {
  return of.length > 0 && <span className={styles.count}>{of.length}</span>;
}

/** A thread that is opened from the text has to be in the list, whatever the list was filtered by. */
function useShownWhenActive(
  threads: Thread[],
  active: string | null,
  filter: Filter,
  setFilter: (filter: Filter) => void,
  myId: string,
): void {
  const thread = threads.find(({ id }) => id === active);
  const hidden = thread !== undefined && filtered([thread], filter, myId).length === 0;
  const wanted = thread?.status === 'resolved' ? 'resolved' : thread?.orphaned === true ? 'orphaned' : 'open';
  const [followed, setFollowed] = useState<string | null>(null);
  if (active === followed || thread === undefined) return;
  setFollowed(active);
  if (hidden) setFilter(wanted);
}
