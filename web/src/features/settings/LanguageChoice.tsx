import { Languages } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import controls from '../../design/controls.module.css';
import { useToast } from '../../design/Toasts';
import { LANGUAGE_TAGS, LANGUAGES, type Language } from '../../i18n/language';
import { chooseLanguage } from '../../i18n/setup';
import styles from './Settings.module.css';

/** Of this device. The sign is for whoever can't read the language it is set to. */
export function LanguageChoice() {
  const { t, i18n } = useTranslation();
  const toast = useToast();
  return (
    <section className={styles.section}>
      <h2 className={styles.heading}>
        <Languages size={16} /> {t('settings.language')}
      </h2>
      <div>
        <select
          className={controls.select}
          aria-label={t('settings.language')}
          value={i18n.language}
          onChange={({ target }) =>
            void chooseLanguage(target.value as Language).catch(() => toast(t('problem.unreachable')))
          }
        >
          {LANGUAGE_TAGS.map((tag) => (
            <option key={tag} value={tag} lang={tag}>
              {LANGUAGES[tag]}
            </option>
          ))}
        </select>
      </div>
    </section>
  );
}
