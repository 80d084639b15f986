import { useQuery } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { dateLocale } from '../../i18n/locale';
import { useProblemText } from '../../app/useProblemText';
import { IconButton } from '../../design/Button';
import { useToast } from '../../design/Toasts';
import page from '../workspace/WorkspacePage.module.css';
import { tokensQuery, useTokens } from './queries';
import styles from './Settings.module.css';
import { TokenForm } from './TokenForm';

const SCOPES = ['read', 'write', 'account'];

/** For programs: shown once, limited to what they need, with an end. */
export function Tokens() {
  const { t, i18n } = useTranslation();
  const toast = useToast();
  const textOf = useProblemText();
  const { data: tokens = [] } = useQuery(tokensQuery);
  const { revoke } = useTokens();
  return (
    <section className={styles.section}>
      <h2 className={styles.heading}>{t('settings.tab_tokens')}</h2>
      <p className={styles.muted}>{t('settings.tokensText')}</p>
      <TokenForm isAgent={false} scopes={SCOPES} label={t('settings.tokenName')} action={t('settings.makeToken')} />
      <ul className={page.list}>
        {tokens
          .filter(({ isAgent }) => !isAgent)
          .map(({ id, name, scopes, expiresAt }) => (
            <li key={id} className={styles.entry}>
              <div className={styles.main}>
                <p className={styles.name}>{name}</p>
                <p className={styles.muted}>
                  {scopes.join(', ')} ·{' '}
                  {t('settings.until', { when: new Date(expiresAt).toLocaleDateString(dateLocale(i18n.language)) })}
                </p>
              </div>
              <IconButton
                label={t('settings.revokeToken', { name })}
                onClick={() => revoke.mutate(id, { onError: (error) => toast(textOf(error)) })}
              >
                <Trash2 size={16} />
              </IconButton>
            </li>
          ))}
      </ul>
    </section>
  );
}
