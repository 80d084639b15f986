import { describe, expect, test } from 'vitest';
import de from './de.json';
import en from './en.json';

interface Words {
  [key: string]: string | Words;
}

const flat = (words: Words, path = ''): [string, string][] =>
  Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value] as [string, string]] : flat(value, `${path}${key}.`),
  );

/** What code puts in and looks for; in any order, for languages differ in theirs. */
const PARTS = /\{\{.*?\}\}|<\/?\w+>|%\d|\$/g;
const partsOf = (text: string) => (text.match(PARTS) ?? []).sort();

const english = flat(en);

/** `same`: names, and words that the language has from English or shares with it. */
const TRANSLATIONS = [
  {
    language: 'German',
    words: de,
    same: 'MDReader Code Format Link Links Live Name Offline Person Push Status Version'.split(' '),
  },
];

describe.each(TRANSLATIONS)('$language', ({ words, same }) => {
  const translated = new Map(flat(words));

  test('has what English has, and nothing else', () => {
    expect([...translated.keys()].sort()).toEqual(english.map(([key]) => key).sort());
  });

  test('keeps the parts of every text', () => {
    for (const [key, text] of english) expect(partsOf(translated.get(key) ?? ''), key).toEqual(partsOf(text));
  });

  test('leaves nothing empty or in English', () => {
    const isLeft = ([key, text]: [string, string]) => {
      const said = translated.get(key)?.trim() ?? '';
      const hasWords = /\p{L}/u.test(text.replace(PARTS, ''));
      return said === '' || (hasWords && said === text && !same.includes(text));
    };
    expect(english.filter(isLeft)).toEqual([]);
  });
});
