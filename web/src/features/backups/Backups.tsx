import { useQuery } from '@tanstack/react-query';
import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { dateLocale } from '../../i18n/locale';
import type { Backup } from '../../api/types';
import { useProblemText } from '../../app/useProblemText';
import { Notice } from '../../design/Notice';
import { sizeText } from '../../i18n/size';
import settings from '../settings/Settings.module.css';
import page from '../workspace/WorkspacePage.module.css';
import styles from './Backups.module.css';
import { backupsQuery } from './queries';

/** The server's nightly backups, for its administrators: when the last one was made, and when one was last tried out. */
export function Backups() {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const { data, error } = useQuery(backupsQuery);
  return (
    <section className={settings.section}>
      <h2 className={settings.heading}>{t('backups.title')}</h2>
      <p className={settings.muted}>{t('backups.text')}</p>
      {error !== null && <Notice tone="danger">{textOf(error)}</Notice>}
      {data !== undefined && (
        <>
          <Standing isOn={data.isOn} newest={data.backups[0]} lastVerified={data.lastVerifiedRestore} />
          {data.backups.length > 0 && (
            <ul className={page.list} aria-label={t('backups.title')}>
              {data.backups.map((backup) => (
                <Row key={backup.name} backup={backup} />
              ))}
            </ul>
          )}
        </>
      )}
    </section>
  );
}

interface StandingProps {
  isOn: boolean;
  newest: Backup | undefined;
  lastVerified: string | null;
}

/** A backup that nobody has restored is a hope, and is shown as one. */
function Standing({ isOn, newest, lastVerified }: StandingProps) {
  const { t, i18n } = useTranslation();
  const when = (at: string) =>
    new Date(at).toLocaleString(dateLocale(i18n.language), { dateStyle: 'medium', timeStyle: 'short' });
  if (!isOn) return <Notice tone="warning">{t('backups.off')}</Notice>;
  if (newest === undefined) return <Notice tone="warning">{t('backups.none')}</Notice>;
  const isSound = newest.verifiedAt !== null;
  return (
    <Notice tone={isSound ? 'plain' : 'warning'}>
      <p className={styles.standing}>
        {isSound ? <ShieldCheck size={18} aria-hidden="true" /> : <ShieldAlert size={18} aria-hidden="true" />}
        {t(isSound ? 'backups.sound' : 'backups.unproven')}
      </p>
      <dl className={styles.facts}>
        <dt>{t('backups.last')}</dt>
        <dd>{when(newest.createdAt)}</dd>
        <dt>{t('backups.lastVerified')}</dt>
        <dd>{lastVerified === null ? t('backups.never') : when(lastVerified)}</dd>
      </dl>
    </Notice>
  );
}

function Row({ backup }: { backup: Backup }) {
  const { t, i18n } = useTranslation();
  const { name, createdAt, rows, attachments, attachmentBytes, verifiedAt, damage } = backup;
  const size = sizeText(attachmentBytes, dateLocale(i18n.language));
  const mark = damage !== null ? 'damaged' : verifiedAt === null ? 'untried' : 'tried';
  return (
    <li className={settings.entry}>
      <div className={settings.main}>
        <p className={settings.name}>
          <time dateTime={createdAt}>
            {new Date(createdAt).toLocaleString(dateLocale(i18n.language), { dateStyle: 'medium', timeStyle: 'short' })}
          </time>
        </p>
        <p className={settings.muted}>
          {name} ·{' '}
          {damage ??
            `${t('backups.rows', { count: rows })} · ${t('backups.attachments', { count: attachments, size })}`}
        </p>
      </div>
      <span className={styles.mark} data-mark={mark}>
        {t(`backups.${mark}`)}
      </span>
    </li>
  );
}
