import { expect, test } from 'vitest';
import { markedParts } from './marked';

test('what was found is told apart, and nothing of it is HTML', () => {
  expect(markedParts('a <mark>tent</mark> &lt;b&gt; &amp;amp;')).toEqual([
    { text: 'a ', found: false },
    { text: 'tent', found: true },
    { text: ' <b> &amp;', found: false },
  ]);
});
