import { expect, test } from 'vitest';
import { asMention, mentionHere, partsOf, withoutIds } from './mentions';

const ANA = { id: '0198c0de-0000-7000-8000-000000000001', name: 'Ana' };

test('a body falls into text and mentions', () => {
  expect(partsOf(`a @[Ana](${ANA.id}) c`)).toEqual([
    { kind: 'text', text: 'a ' },
    { kind: 'mention', ...ANA },
    { kind: 'text', text: ' c' },
  ]);
});

test('whoever is mentioned is found where they are, whatever they are called', () => {
  expect(mentionHere(`a ${asMention(ANA)}`, 2)).toEqual({ ...ANA, length: `@[Ana](${ANA.id})`.length });
  expect(mentionHere(`a ${asMention(ANA)}`, 1)).toBeNull();
  expect(asMention({ ...ANA, name: 'A[n]a\r\n' })).toBe(`@[A n a  ](${ANA.id})`);
  const longest = { ...ANA, name: 'ä'.repeat(100) };
  expect(mentionHere(asMention(longest), 0)).toMatchObject(longest);
});

test.each([
  `@[](${ANA.id})`,
  '@[Ana](https://a.example)',
  '@[Ana](0198c0de)',
  `[Ana](${ANA.id})`,
  `@[A\nna](${ANA.id})`,
])('%j mentions nobody', (text) => {
  expect(mentionHere(text, 0)).toBeNull();
  expect(withoutIds(text)).toBe(text);
});

test('a quotation has the names alone', () => {
  expect(withoutIds(`Ask ${asMention(ANA)} and ${asMention(ANA)}.`)).toBe('Ask @Ana and @Ana.');
});
