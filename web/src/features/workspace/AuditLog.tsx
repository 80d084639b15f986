import { useQuery } from '@tanstack/react-query';
import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { dateLocale } from '../../i18n/locale';
import { useProblemText } from '../../app/useProblemText';
import type { AuditEntry, Workspace } from '../../api/types';
import { Button } from '../../design/Button';
import controls from '../../design/controls.module.css';
import { Notice } from '../../design/Notice';
import styles from './AuditLog.module.css';
import { auditKey } from './auditEvents';
import { AUDIT_KINDS, auditStandingQuery, useAudit, type AuditKind } from './auditQueries';
import { membersQuery } from './queries';
import page from './WorkspacePage.module.css';

/** What was done that concerns the workspace's security, for its owners; and whether the log of it is whole. */
export function AuditLog({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const [actor, setActor] = useState('');
  const [kind, setKind] = useState<AuditKind | ''>('');
  const { data: members = [] } = useQuery(membersQuery(workspace.id));
  const { data: entries, error, hasNextPage, fetchNextPage } = useAudit(workspace.id, { actor, kind });
  return (
    <div className={page.page}>
      <div className={page.head}>
        <h1 className={page.title}>{t('audit.title')}</h1>
        <Link to={`/w/${workspace.id}/settings`}>{t('settings.workspace')}</Link>
      </div>
      <Standing workspaceId={workspace.id} />
      <div className={styles.filters}>
        <select
          className={controls.select}
          aria-label={t('audit.person')}
          value={actor}
          onChange={({ target }) => setActor(target.value)}
        >
          <option value="">{t('audit.everybody')}</option>
          {members.map(({ userId, name }) => (
            <option key={userId} value={userId}>
              {name}
            </option>
          ))}
        </select>
        <select
          className={controls.select}
          aria-label={t('audit.kind')}
          value={kind}
          onChange={({ target }) => setKind(target.value as AuditKind | '')}
        >
          <option value="">{t('audit.everything')}</option>
          {AUDIT_KINDS.map((one) => (
            <option key={one} value={one}>
              {t(`audit.kind_${one}`)}
            </option>
          ))}
        </select>
      </div>
      {error !== null && <Notice tone="danger">{textOf(error)}</Notice>}
      {entries?.length === 0 && <p className={page.quiet}>{t('audit.nothing')}</p>}
      <ul className={page.list} aria-label={t('audit.title')}>
        {entries?.map((entry) => (
          <li key={entry.seq}>
            <Entry entry={entry} />
          </li>
        ))}
      </ul>
      {hasNextPage && <Button onClick={() => void fetchNextPage()}>{t('workspace.more')}</Button>}
    </div>
  );
}

function Standing({ workspaceId }: { workspaceId: string }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const { data: standing, error, isFetching, refetch } = useQuery(auditStandingQuery(workspaceId));
  if (error !== null) return <Notice tone="danger">{textOf(error)}</Notice>;
  if (standing === undefined) return <p className={page.quiet}>{t('audit.verifying')}</p>;
  const { whole, entries, hash, flaw } = standing;
  return (
    <Notice tone={whole ? 'plain' : 'danger'}>
      <p className={styles.standing}>
        {whole ? <ShieldCheck size={18} aria-hidden="true" /> : <ShieldAlert size={18} aria-hidden="true" />}
        {whole ? t('audit.whole', { count: entries }) : t('audit.broken')}
      </p>
      <p className={styles.hash}>{flaw ?? hash}</p>
      <Button disabled={isFetching} onClick={() => void refetch()}>
        {t('audit.verify')}
      </Button>
    </Notice>
  );
}

function Entry({ entry }: { entry: AuditEntry }) {
  const { t, i18n } = useTranslation();
  const { seq, at, event, actorId, actorName, subjectType, subjectId, details, hash } = entry;
  const key = auditKey(event);
  const facts = Object.entries(details).map(([name, value]) => `${name}: ${value}`);
  return (
    <details className={styles.entry}>
      <summary className={styles.summary}>
        <span className={styles.event} title={event}>
          {key === null ? event : t(`audit.event.${key}`)}
        </span>
        <span>{actorName ?? t(actorId === null ? 'audit.nobody' : 'comments.somebody')}</span>
        <time className={styles.when} dateTime={at}>
          {new Date(at).toLocaleString(dateLocale(i18n.language), { dateStyle: 'medium', timeStyle: 'short' })}
        </time>
      </summary>
      <p className={styles.fact}>{[`#${seq}`, `${subjectType} ${subjectId ?? ''}`, ...facts].join(' · ')}</p>
      <p className={styles.hash}>{hash}</p>
    </details>
  );
}
