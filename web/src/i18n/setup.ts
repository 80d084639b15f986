import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import en from './en.json';

/** One language so far; another is one more file here. */
export async function setUpLanguage(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    // React escapes what it shows.
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = i18next.language;
}
