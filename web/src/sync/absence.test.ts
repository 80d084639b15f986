import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { Absence } from './absence';

function textOf(words: string): Y.Text {
  const text = new Y.Doc().getText('content');
  text.insert(0, words);
  return text;
}

test('after a while without a line, what was written on both sides is told', () => {
  const [absence, text] = [new Absence(), textOf('one')];
  absence.began(0);
  // It broke once more before anything was caught up with: it is still the same absence.
  absence.began(1_500);
  absence.isOver(3);
  const merged = absence.catchUp(text, 2_000, () => text.insert(3, ' two'));
  expect(merged).toEqual({
    changes: 3,
    parts: [
      { kind: 'same', text: 'one' },
      { kind: 'added', text: ' two' },
    ],
  });
  expect(absence.catchUp(text, 9_000, () => undefined)).toBeNull();
});

test('what was missed is taken in and not told after a moment only, or when nobody was away', () => {
  const [absence, text] = [new Absence(), textOf('one')];
  expect(absence.catchUp(text, 5_000, () => text.insert(3, ' two'))).toBeNull();
  absence.began(5_000);
  expect(absence.catchUp(text, 6_999, () => text.insert(7, ' three'))).toBeNull();
  absence.began(7_000);
  absence.forget();
  expect(absence.catchUp(text, 20_000, () => text.insert(13, ' four'))).toBeNull();
  expect(text.toJSON()).toBe('one two three four');
});

test('an absence in which nothing was written is nothing to tell', () => {
  const [absence, text] = [new Absence(), textOf('one')];
  absence.began(0);
  absence.isOver(0);
  expect(absence.catchUp(text, 60_000, () => undefined)).toBeNull();
});
