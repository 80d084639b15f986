import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import controls from '../../design/controls.module.css';
import styles from './AuthCard.module.css';
import { rememberReturn } from './providerReturn';
import { useConfig } from './useConfig';

/** The other services that this server lets people sign in with; nothing where there is none. */
export function ProviderButtons() {
  const { t } = useTranslation();
  const { state } = useLocation() as { state: { returnTo?: unknown } | null };
  const providers = useConfig()?.providers ?? [];
  if (providers.length === 0) return null;
  return (
    <>
      <div className={styles.form}>
        {providers.map(({ name, title, startHref }) => (
          <a
            key={name}
            className={controls.button}
            href={`${startHref}?returnTo=/sign-in`}
            onClick={() => rememberReturn(state?.returnTo)}
          >
            {t('auth.signInWith', { provider: title })}
          </a>
        ))}
      </div>
      <p className={styles.or}>{t('auth.or')}</p>
    </>
  );
}
