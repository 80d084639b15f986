import { expect, test } from 'vitest';
import { lineOfNote, noteAnchor, noteOrigin } from './footnotes';

const TEXT = 'Intro\n\n```\n[^a]: in code\n```\nSaid[^A] and[^b].\n\n[^a]: here, as[^b]\n[^b]: there';

const lineOf = (link: string) => lineOfNote(TEXT, decodeURIComponent(link.slice(1)));

test('a number leads to its note, and the note to where it is named first', () => {
  expect(lineOf(noteAnchor('a'))).toBe(7);
  expect(lineOf(noteAnchor('b'))).toBe(8);
  expect(lineOf(noteOrigin('a'))).toBe(5);
  expect(lineOf(noteOrigin('b'))).toBe(5);
});

test('where there is no such note it leads nowhere, as any other anchor', () => {
  expect(lineOf(noteAnchor('c'))).toBeNull();
  expect(lineOfNote(TEXT, 'a')).toBeNull();
});
