import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../app/useProblemText';
import { Notice } from '../../design/Notice';
import { useToast } from '../../design/Toasts';
import { useConfig } from '../auth/useConfig';
import { CHANNELS, settingsQuery, useChoosing, type Channel } from '../notifications/queries';
import { verbOf } from '../notifications/verbs';
import styles from './Settings.module.css';

const BY_MAIL = new Set<Channel>(['email', 'digest']);

/** Every event by every way to hear of it. */
export function NotificationMatrix() {
  const { t } = useTranslation();
  const toast = useToast();
  const textOf = useProblemText();
  const { data: settings, error } = useQuery(settingsQuery);
  const { mutate: choose } = useChoosing();
  const withoutMail = useConfig()?.email === false;
  const nameOf = (event: string) => {
    const verb = verbOf(event);
    return verb === null ? event : t(`settings.event_${verb}`);
  };
  return (
    <section className={styles.section}>
      <h2 className={styles.heading}>{t('settings.tab_notifications')}</h2>
      <p className={styles.muted}>{t('settings.notificationsText')}</p>
      {error !== null && <Notice tone="danger">{textOf(error)}</Notice>}
      {withoutMail && <Notice tone="warning">{t('settings.noMail')}</Notice>}
      <div className={styles.matrix} role="region" aria-label={t('settings.eventsAndWays')} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <td />
              {CHANNELS.map((channel) => (
                <th key={channel} scope="col">
                  {t(`settings.channel_${channel}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Object.entries(settings?.events ?? {}).map(([event, channels]) => (
              <tr key={event}>
                <th scope="row">{nameOf(event)}</th>
                {CHANNELS.map((channel) => (
                  <td key={channel}>
                    <input
                      type="checkbox"
                      aria-label={`${nameOf(event)}: ${t(`settings.channel_${channel}`)}`}
                      checked={channels[channel] && !(withoutMail && BY_MAIL.has(channel))}
                      disabled={withoutMail && BY_MAIL.has(channel)}
                      onChange={({ target }) =>
                        choose({ event, channel, on: target.checked }, { onError: (problem) => toast(textOf(problem)) })
                      }
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
