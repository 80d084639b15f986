import { useQuery } from '@tanstack/react-query';
import { FileText, MessageSquare } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useProblemText } from '../../app/useProblemText';
import { Button } from '../../design/Button';
import { Notice } from '../../design/Notice';
import { useToast } from '../../design/Toasts';
import { mutesQuery, useMuting } from '../notifications/muting';
import page from '../workspace/WorkspacePage.module.css';
import styles from './Settings.module.css';

/** Of what the person wants to hear nothing, and the way back. */
export function Mutes() {
  const { t } = useTranslation();
  const toast = useToast();
  const textOf = useProblemText();
  const { data: mutes, error } = useQuery(mutesQuery);
  const { unmute } = useMuting();
  return (
    <section className={styles.section}>
      <h2 className={styles.heading}>{t('settings.mutes')}</h2>
      <p className={styles.muted}>{t(mutes?.length === 0 ? 'settings.mutesNone' : 'settings.mutesText')}</p>
      {error !== null && <Notice tone="danger">{textOf(error)}</Notice>}
      {mutes !== undefined && mutes.length > 0 && (
        <ul className={page.list} aria-label={t('settings.mutes')}>
          {mutes.map(({ documentId, title, threadId, quote }) => {
            const name = title || t('workspace.untitled');
            const about = (quote ?? '').slice(0, LONGEST_QUOTE);
            return (
              <li key={threadId ?? documentId} className={styles.entry}>
                {threadId === null ? <FileText size={18} /> : <MessageSquare size={18} />}
                <div className={styles.main}>
                  <Link
                    to={`/d/${documentId}${threadId === null ? '' : `?thread=${threadId}`}`}
                    className={styles.name}
                  >
                    {name}
                  </Link>
                  <p className={styles.muted}>{threadId === null ? t('settings.mutedDocument') : <q>{about}</q>}</p>
                </div>
                <Button
                  aria-label={
                    threadId === null
                      ? t('settings.unmuteDocument', { title: name })
                      : t('settings.unmuteThread', { quote: about, title: name })
                  }
                  onClick={() =>
                    unmute.mutate(threadId === null ? { documentId } : { threadId }, {
                      onError: (failure) => toast(textOf(failure)),
                    })
                  }
                >
                  {t('settings.unmute')}
                </Button>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}

const LONGEST_QUOTE = 80;
