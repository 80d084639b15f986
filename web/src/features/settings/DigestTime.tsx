import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { dateLocale } from '../../i18n/locale';
import { useProblemText } from '../../app/useProblemText';
import { Button } from '../../design/Button';
import controls from '../../design/controls.module.css';
import { useToast } from '../../design/Toasts';
import { settingsQuery, useDigestTime } from '../notifications/queries';
import styles from './Settings.module.css';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** When the daily letter comes, by the clock where the person is. */
export function DigestTime() {
  const { t, i18n } = useTranslation();
  const toast = useToast();
  const textOf = useProblemText();
  const { data: settings } = useQuery(settingsQuery);
  const { mutate: choose, isPending } = useDigestTime();
  if (settings === undefined) return null;
  const { timeZone: here } = new Intl.DateTimeFormat().resolvedOptions();
  const { digestHour, timeZone } = settings;
  const clock = new Intl.DateTimeFormat(dateLocale(i18n.language), { timeStyle: 'short', timeZone: 'UTC' });
  const set = (wanted: { digestHour: number; timeZone: string }) =>
    choose(wanted, { onError: (problem) => toast(textOf(problem)) });
  return (
    <section className={styles.section}>
      <h2 className={styles.heading}>{t('settings.channel_digest')}</h2>
      <label className={styles.choice}>
        {t('settings.digestHour')}
        <select
          className={controls.select}
          value={digestHour}
          disabled={isPending}
          onChange={({ target }) => set({ digestHour: Number(target.value), timeZone: here })}
        >
          {HOURS.map((hour) => (
            <option key={hour} value={hour}>
              {clock.format(Date.UTC(2026, 0, 1, hour))}
            </option>
          ))}
        </select>
      </label>
      <p className={styles.muted}>{t('settings.digestZone', { zone: timeZone })}</p>
      {timeZone !== here && (
        <div>
          <Button disabled={isPending} onClick={() => set({ digestHour, timeZone: here })}>
            {t('settings.digestHere', { zone: here })}
          </Button>
        </div>
      )}
    </section>
  );
}
