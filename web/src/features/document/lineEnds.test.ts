import { expect, test } from 'vitest';
import { withLineEnds } from './lineEnds';

const file = (text: string) => new TextEncoder().encode(text).buffer;

test('every line ends alike afterwards, whatever it ended with', () => {
  expect(withLineEnds(file('a\r\nb\nc\rd'), 'lf')).toBe('a\nb\nc\nd');
  expect(withLineEnds(file('a\r\nb\nc\rd'), 'crlf')).toBe('a\r\nb\r\nc\r\nd');
});

test('what stands between lines stays, the byte order mark too', () => {
  expect(withLineEnds(file('\uFEFFä 🌱\n\n\n'), 'crlf')).toBe('\uFEFFä 🌱\r\n\r\n\r\n');
});
