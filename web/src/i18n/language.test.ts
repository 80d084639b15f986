import i18next from 'i18next';
import { afterEach, expect, test, vi } from 'vitest';
import { preferredLanguage, savedLanguage } from './language';
import { chooseLanguage, setUpLanguage } from './setup';

afterEach(() => localStorage.clear());

test.each([
  ['what was chosen goes before the browser’s', 'en', ['de-DE'], 'en'],
  ['a region doesn’t matter', null, ['de-AT'], 'de'],
  ['the first of the browser’s languages that there is', null, ['pt-BR', 'de', 'en'], 'de'],
  ['however it is written', null, ['DE'], 'de'],
  ['a language that only begins alike is another one', null, ['den'], 'en'],
  ['English where there is none of them', null, ['pt-BR'], 'en'],
  ['English where the browser says nothing', null, [], 'en'],
] as const)('%s', (_, saved, browsers, expected) => {
  expect(preferredLanguage(saved, browsers)).toBe(expected);
});

test('a saved language that there isn’t is no choice', () => {
  localStorage.setItem('mdreader.language', 'xx');
  expect(savedLanguage()).toBeNull();
});

test('the page speaks the browser’s language until another one is chosen, which is kept', async () => {
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['de-DE', 'en']);
  await setUpLanguage();
  expect(i18next.t('auth.signIn')).toBe('Anmelden');
  expect(document.documentElement.lang).toBe('de');

  await chooseLanguage('en');
  expect(i18next.t('auth.signIn')).toBe('Sign in');
  expect(document.documentElement.lang).toBe('en');
  expect(savedLanguage()).toBe('en');
});
