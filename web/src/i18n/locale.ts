/**
 * How dates, numbers and lists are written: in the language of the page, as where the browser is at home. English is
 * read in London, too, where the fourth of March isn't 3/4.
 */
export function dateLocale(language: string, browsers: readonly string[] = navigator.languages): string {
  return browsers.find((tag) => tag.split('-')[0]?.toLowerCase() === language) ?? language;
}
