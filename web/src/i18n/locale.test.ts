import { expect, test } from 'vitest';
import { dateLocale } from './locale';

test('dates are written as where the browser is at home, if that is where the page’s language is spoken', () => {
  expect(dateLocale('en', ['en-GB', 'en'])).toBe('en-GB');
  expect(dateLocale('en', ['de-AT', 'en-AU'])).toBe('en-AU');
  expect(dateLocale('de', ['DE-at', 'en'])).toBe('DE-at');
  expect(dateLocale('de', ['en-GB'])).toBe('de');
  const march = new Date(2027, 2, 4);
  expect(march.toLocaleDateString(dateLocale('en', ['en-GB']))).toBe('04/03/2027');
});
