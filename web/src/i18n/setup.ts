import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import en from './en.json';
import { preferredLanguage, savedLanguage, saveLanguage, type Language } from './language';

/** English comes with the page and stands in for what can't be loaded; a file that lacks a key doesn't compile. */
const FILES: Record<Exclude<Language, 'en'>, () => Promise<{ default: typeof en }>> = {
  de: () => import('./de.json'),
};

export async function setUpLanguage(): Promise<void> {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language;
  });
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    // React escapes what it shows.
    interpolation: { escapeValue: false },
  });
  await speak(preferredLanguage(savedLanguage(), navigator.languages)).catch(() => undefined);
}

/** Takes effect at once and is kept on this device. Rejects where the words of the language can't be loaded. */
export async function chooseLanguage(language: Language): Promise<void> {
  await speak(language);
  saveLanguage(language);
}

async function speak(language: Language): Promise<void> {
  if (language !== 'en' && !i18next.hasResourceBundle(language, 'translation'))
    i18next.addResourceBundle(language, 'translation', (await FILES[language]()).default);
  await i18next.changeLanguage(language);
}
