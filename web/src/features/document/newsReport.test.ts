import { expect, test } from 'vitest';
import { newsReport } from './newsReport';

const TEXT = 'Before.\n\n# Tents\n\nThe red tent is new.\n\n# Food\n\nBread.\n';
const part = (what: string, removed = 0) => {
  const from = TEXT.indexOf(what);
  return { from, to: removed > 0 ? from : from + what.length, removed };
};

test('changes are gathered under the headings that they stand under', () => {
  expect(newsReport(TEXT, [part('Before.'), part('red tent'), part('new'), part('Bread', 7)])).toEqual([
    { heading: null, line: 0, places: 1, added: 1, removed: 0, excerpt: 'Before.' },
    { heading: 'Tents', line: 4, places: 2, added: 3, removed: 0, excerpt: 'red tent' },
    { heading: 'Food', line: 8, places: 1, added: 0, removed: 7, excerpt: '' },
  ]);
});

test('long additions are shortened', () => {
  const [section] = newsReport('x'.repeat(300), [{ from: 0, to: 300, removed: 0 }]);
  expect(section?.excerpt).toHaveLength(121);
});
