import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/Button';
import { Notice } from '../../design/Notice';
import { useSubmission } from '../auth/useSubmission';
import { isWoken, letSleep, wake } from '../notifications/push';
import styles from './Settings.module.css';

/** Whether this browser tells of what the matrix sends it, also when no page of it is open. */
export function PushHere() {
  const { t } = useTranslation();
  const { data: on, refetch } = useQuery({ queryKey: ['push-here'], queryFn: isWoken });
  const { busy, problem, submit } = useSubmission([]);
  const [refused, setRefused] = useState(false);
  if (on === undefined) return null;
  const change = async () => {
    if (on === true) await letSleep();
    else setRefused(!(await wake()));
    await refetch();
  };
  return (
    <section className={styles.section}>
      <h2 className={styles.heading}>{t('settings.pushHere')}</h2>
      <p className={styles.muted}>{t(on === null ? 'settings.pushCannot' : 'settings.pushText')}</p>
      {refused && <Notice tone="warning">{t('settings.pushRefused')}</Notice>}
      {problem !== null && <Notice tone="danger">{problem}</Notice>}
      {on !== null && (
        <div>
          <Button disabled={busy} onClick={() => submit(change)}>
            {t(on ? 'settings.pushOff' : 'settings.turnOn')}
          </Button>
        </div>
      )}
    </section>
  );
}
