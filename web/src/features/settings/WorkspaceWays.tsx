import { useInfiniteQuery } from '@tanstack/react-query';
import { Globe, Link2, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { dateLocale } from '../../i18n/locale';
import type { Somebody, WorkspaceLink, WorkspacePublication } from '../../api/types';
import { useProblemText } from '../../app/useProblemText';
import { Button, IconButton } from '../../design/Button';
import { Notice } from '../../design/Notice';
import { useToast } from '../../design/Toasts';
import { timeAgo } from '../../i18n/time';
import { effectOfLink } from '../sharing/queries';
import { ConfirmDialog } from '../workspace/ConfirmDialog';
import page from '../workspace/WorkspacePage.module.css';
import styles from './Settings.module.css';
import { publicPages, useClosing, workspaceLinks } from './waysQueries';

/** For owners: every link into the workspace's documents and every page that anybody can read, and an end to each. */
export function WorkspaceWays({ workspaceId }: { workspaceId: string }) {
  const { t } = useTranslation();
  const toast = useToast();
  const textOf = useProblemText();
  const [asking, setAsking] = useState(false);
  const links = useInfiniteQuery(workspaceLinks(workspaceId));
  const pages = useInfiniteQuery(publicPages(workspaceId));
  const { removeAll } = useClosing(workspaceId);
  const problem = links.error ?? pages.error;
  return (
    <section className={styles.section}>
      <h2 className={styles.heading}>{t('ways.title')}</h2>
      <p className={styles.muted}>{t('ways.text')}</p>
      {problem !== null && <Notice tone="danger">{textOf(problem)}</Notice>}
      <h3 className={styles.subheading}>{t('ways.links')}</h3>
      {links.data?.length === 0 && <p className={page.quiet}>{t('ways.noLinks')}</p>}
      {links.data !== undefined && links.data.length > 0 && (
        <ul className={page.list} aria-label={t('ways.links')}>
          {links.data.map((link) => (
            <li key={link.id} className={styles.entry}>
              <LinkRow link={link} workspaceId={workspaceId} />
            </li>
          ))}
        </ul>
      )}
      {links.hasNextPage && (
        <div>
          <Button onClick={() => void links.fetchNextPage()}>{t('workspace.more')}</Button>
        </div>
      )}
      {links.data !== undefined && links.data.length > 1 && (
        <div>
          <Button look="danger" onClick={() => setAsking(true)}>
            {t('ways.removeAll')}
          </Button>
        </div>
      )}
      <h3 className={styles.subheading}>{t('ways.pages')}</h3>
      {pages.data?.length === 0 && <p className={page.quiet}>{t('ways.noPages')}</p>}
      {pages.data !== undefined && pages.data.length > 0 && (
        <ul className={page.list} aria-label={t('ways.pages')}>
          {pages.data.map((published) => (
            <li key={published.documentId} className={styles.entry}>
              <PageRow published={published} workspaceId={workspaceId} />
            </li>
          ))}
        </ul>
      )}
      {pages.hasNextPage && (
        <div>
          <Button onClick={() => void pages.fetchNextPage()}>{t('workspace.more')}</Button>
        </div>
      )}
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('ways.removeAllTitle')}
        text={t('ways.removeAllText')}
        action={t('ways.removeAll')}
        onConfirm={async () => {
          await removeAll.mutateAsync();
          toast(t('ways.removed'));
        }}
      />
    </section>
  );
}

function useNow() {
  const { i18n } = useTranslation();
  // Read once: a list that counts seconds would move under the eyes.
  const [now] = useState(() => Date.now());
  return (when: string) => timeAgo(when, now, dateLocale(i18n.language));
}

function useNameOf() {
  const { t } = useTranslation();
  return ({ name }: Somebody) => name ?? t('comments.somebody');
}

function LinkRow({ link, workspaceId }: { link: WorkspaceLink; workspaceId: string }) {
  const { t, i18n } = useTranslation();
  const toast = useToast();
  const textOf = useProblemText();
  // How many people would lose access; null while nobody asks.
  const [losing, setLosing] = useState<number | null>(null);
  const { removeLink } = useClosing(workspaceId);
  const ago = useNow();
  const nameOf = useNameOf();
  const { id, documentId, documentTitle, role, label, hasPassword, allowsGuests, expiresAt, uses, useLimit, isOpen } =
    link;
  const { createdBy, lastUsedAt } = link;
  const ask = () =>
    void effectOfLink(documentId, id).then(
      ({ lose }) => setLosing(lose),
      (error: unknown) => toast(textOf(error)),
    );
  const facts = [
    ...(label === null ? [] : [label]),
    t(`workspace.role_${role}`),
    t('ways.by', { name: nameOf(createdBy) }),
    ...(hasPassword ? [t('sharing.withPassword')] : []),
    ...(allowsGuests ? [] : [t('sharing.accountsOnly')]),
    ...(expiresAt === null
      ? []
      : [t('settings.until', { when: new Date(expiresAt).toLocaleDateString(dateLocale(i18n.language)) })]),
    useLimit === null ? t('sharing.cameIn', { count: uses }) : t('sharing.cameInOf', { uses, limit: useLimit }),
    lastUsedAt === null ? t('ways.neverUsed') : t('ways.lastUsed', { when: ago(lastUsedAt) }),
    ...(isOpen ? [] : [t('settings.closed')]),
  ];
  return (
    <>
      <Link2 size={16} aria-hidden="true" />
      <div className={styles.main}>
        <p className={styles.name}>
          <Link to={`/d/${documentId}`}>{documentTitle || t('workspace.untitled')}</Link>
        </p>
        <p className={styles.muted}>{facts.join(' · ')}</p>
      </div>
      <IconButton label={t('ways.remove', { title: documentTitle })} onClick={ask}>
        <Trash2 size={16} />
      </IconButton>
      <ConfirmDialog
        open={losing !== null}
        onClose={() => setLosing(null)}
        title={t('ways.remove', { title: documentTitle })}
        text={t('sharing.effect_link', { count: losing ?? 0 })}
        action={t('sharing.removeLink')}
        onConfirm={() => removeLink.mutateAsync(id)}
      />
    </>
  );
}

function PageRow({ published, workspaceId }: { published: WorkspacePublication; workspaceId: string }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const { withdraw } = useClosing(workspaceId);
  const ago = useNow();
  const nameOf = useNameOf();
  const { documentId, documentTitle, url, allowIndexing, publishedBy, publishedAt } = published;
  return (
    <>
      <Globe size={16} aria-hidden="true" />
      <div className={styles.main}>
        <p className={styles.name}>
          <Link to={`/d/${documentId}`}>{documentTitle || t('workspace.untitled')}</Link>
        </p>
        <p className={styles.muted}>
          <a href={url} target="_blank" rel="noreferrer">
            {new URL(url).pathname}
          </a>{' '}
          · {t('ways.published', { name: nameOf(publishedBy), when: ago(publishedAt) })}
          {allowIndexing && ` · ${t('ways.indexed')}`}
        </p>
      </div>
      <IconButton label={t('ways.withdraw', { title: documentTitle })} onClick={() => setAsking(true)}>
        <Trash2 size={16} />
      </IconButton>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('ways.withdraw', { title: documentTitle })}
        text={t('sharing.effect_withdraw')}
        action={t('sharing.withdraw')}
        onConfirm={() => withdraw.mutateAsync(documentId)}
      />
    </>
  );
}
