/** By their tags, in their own words. Another one is a line here, a file beside this one, and a line in `setup.ts`. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;

export type Language = keyof typeof LANGUAGES;

export const LANGUAGE_TAGS = Object.keys(LANGUAGES) as Language[];
const KEY = 'mdreader.language';

/** Kept per device; null where nobody has chosen, or the browser refuses storage. */
export function savedLanguage(): Language | null {
  try {
    return known(localStorage.getItem(KEY));
  } catch {
    return null;
  }
}

export function saveLanguage(language: Language): void {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // It then lasts as long as the page.
  }
}

/** What was chosen; else the first of the browser's languages that there is, whatever its region; else English. */
export function preferredLanguage(saved: Language | null, browsers: readonly string[]): Language {
  return saved ?? browsers.map((tag) => known(tag.toLowerCase().split('-')[0])).find((tag) => tag !== null) ?? 'en';
}

function known(tag: string | null | undefined): Language | null {
  return LANGUAGE_TAGS.find((language) => language === tag) ?? null;
}
