import { expect, test } from 'vitest';
import { sizeText } from './size';

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1_000, '1 kB'],
  [1_540, '1.5 kB'],
  [999_700, '1 MB'],
  [26_214_400, '26 MB'],
  [5_368_709_120, '5.4 GB'],
])('%i bytes are %s', (bytes, text) => {
  expect(sizeText(bytes, 'en')).toBe(text);
});

test('other languages have their own decimal point', () => {
  expect(sizeText(1_540, 'de')).toBe('1,5 kB');
});
