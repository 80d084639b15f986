import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dateLocale } from '../../i18n/locale';
import { useProblemText } from '../../app/useProblemText';
import { Button } from '../../design/Button';
import { Notice } from '../../design/Notice';
import { useToast } from '../../design/Toasts';
import { timeAgo } from '../../i18n/time';
import { PasswordField } from '../auth/PasswordField';
import { useSubmission } from '../auth/useSubmission';
import page from '../workspace/WorkspacePage.module.css';
import { CurrentPassword } from './CurrentPassword';
import { identitiesQuery, sessionsQuery, useProfile, useSessions } from './queries';
import { SecondFactor } from './SecondFactor';
import styles from './Settings.module.css';

export function Security() {
  return (
    <>
      <NewPassword />
      <SecondFactor />
      <Sessions />
      <Identities />
    </>
  );
}

function NewPassword() {
  const { t } = useTranslation();
  const toast = useToast();
  const { mutateAsync: change } = useProfile();
  const { busy, problem, errorsOf, submit } = useSubmission(['password', 'currentPassword']);
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  return (
    <form
      className={styles.section}
      onSubmit={(event) => {
        event.preventDefault();
        submit(async () => {
          await change({ password: next, currentPassword: current });
          setCurrent('');
          setNext('');
          toast(t('settings.passwordChanged'));
        });
      }}
    >
      <h2 className={styles.heading}>{t('settings.changePassword')}</h2>
      {problem !== null && <Notice tone="danger">{problem}</Notice>}
      <CurrentPassword value={current} onChange={setCurrent} errors={errorsOf('currentPassword')} />
      <PasswordField value={next} onChange={setNext} purpose="new" errors={errorsOf('password')} />
      <div>
        <Button type="submit" disabled={busy}>
          {t('settings.changePassword')}
        </Button>
      </div>
    </form>
  );
}

function Sessions() {
  const { t, i18n } = useTranslation();
  const toast = useToast();
  const textOf = useProblemText();
  const { data: sessions = [], dataUpdatedAt } = useQuery(sessionsQuery);
  const { end, endOthers } = useSessions();
  const onError = (error: unknown) => toast(textOf(error));
  return (
    <section className={styles.section}>
      <h2 className={styles.heading}>{t('settings.sessions')}</h2>
      <ul className={page.list}>
        {sessions.map(({ id, userAgent, isCurrent, lastUsedAt }) => (
          <li key={id} className={styles.entry}>
            <div className={styles.main}>
              <p className={styles.name}>
                {isCurrent ? t('settings.thisBrowser') : (userAgent ?? t('settings.unknown'))}
              </p>
              <p className={styles.muted}>
                {t('settings.lastUsed', { when: timeAgo(lastUsedAt, dataUpdatedAt, dateLocale(i18n.language)) })}
              </p>
            </div>
            {!isCurrent && <Button onClick={() => end.mutate(id, { onError })}>{t('settings.endSession')}</Button>}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <div>
          <Button look="danger" onClick={() => endOthers.mutate(undefined, { onError })}>
            {t('settings.endAll')}
          </Button>
        </div>
      )}
    </section>
  );
}

function Identities() {
  const { t } = useTranslation();
  const { data: identities = [] } = useQuery(identitiesQuery);
  if (identities.length === 0) return null;
  return (
    <section className={styles.section}>
      <h2 className={styles.heading}>{t('settings.identities')}</h2>
      <ul className={page.list}>
        {identities.map(({ id, provider, email }) => (
          <li key={id} className={styles.entry}>
            <div className={styles.main}>
              <p className={styles.name}>{provider}</p>
              <p className={styles.muted}>{email}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
