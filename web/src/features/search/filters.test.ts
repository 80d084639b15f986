import { describe, expect, test } from 'vitest';
import { asQuery, begunFilter, strangeFilter, takeFilters, withFilters } from './filters';

const atEnd = (text: string) => takeFilters(text, text.length);

describe('a filter is taken out of what is typed', () => {
  test('when a blank ends it', () => {
    expect(atEnd('tag:plan ')).toEqual({ filters: [{ filter: 'tag', value: 'plan' }], rest: '' });
  });

  test('when the closing quote ends it, with the blanks that it has', () => {
    expect(atEnd('in:"Old plans"')).toEqual({ filters: [{ filter: 'in', value: 'Old plans' }], rest: '' });
  });

  test('wherever it stands among the words, and whatever its case', () => {
    expect(atEnd('red BY:ada tent')).toEqual({ filters: [{ filter: 'by', value: 'ada' }], rest: 'red tent' });
  });

  test('with all others of a line that was pasted, but for the last', () => {
    expect(atEnd('tag:a in:"b c" tent by:ada')).toEqual({
      filters: [
        { filter: 'tag', value: 'a' },
        { filter: 'in', value: 'b c' },
      ],
      rest: 'tent by:ada',
    });
  });

  test('but not while the cursor is in it', () => {
    expect(takeFilters('tag:pl tent', 6)).toEqual({ filters: [], rest: 'tag:pl tent' });
    expect(takeFilters('tag:pl tent', 7).filters).toHaveLength(1);
  });

  test('and not without a value, nor as the end of a word', () => {
    for (const text of ['tag: tent', 'in:"" tent', 'in:"Old pla', 'within:ada tent', 'https://tag:a b'])
      expect(atEnd(text)).toEqual({ filters: [], rest: text });
  });
});

describe('a filter is begun', () => {
  test('from its colon on, as far as it is typed', () => {
    expect(begunFilter('tent tag:', 9)).toEqual({ filter: 'tag', value: '', from: 5, to: 9 });
    expect(begunFilter('tent tag:pl', 11)).toEqual({ filter: 'tag', value: 'pl', from: 5, to: 11 });
  });

  test('with blanks behind an open quote', () => {
    expect(begunFilter('in:"Old pl', 10)).toEqual({ filter: 'in', value: 'Old pl', from: 0, to: 10 });
  });

  test('only where the cursor is', () => {
    expect(begunFilter('tag:pl tent', 9)).toBeNull();
    expect(begunFilter('tag:pl tent', 2)).toBeNull();
    expect(begunFilter('tent', 4)).toBeNull();
  });
});

test('the same filter counts once', () => {
  const tag = { filter: 'tag', value: 'a' } as const;
  const by = { filter: 'by', value: 'a' } as const;
  expect(withFilters([tag], [by, tag, by])).toEqual([tag, by]);
});

test('the server is asked with the filters before the words, in quotes where they have blanks', () => {
  const filters = [
    { filter: 'in', value: 'Old plans/2026' },
    { filter: 'by', value: 'Ada "Countess" King' },
    { filter: 'tag', value: 'a' },
  ] as const;
  expect(asQuery([...filters], ' tent ')).toBe('in:"Old plans/2026" by:"Ada" tag:a tent');
  expect(asQuery([], '')).toBe('');
});

test('a filter that there isn’t is told from addresses, quotes and real ones', () => {
  expect(strangeFilter('tag:a author:ada')).toBe('author');
  expect(strangeFilter('von:ada')).toBe('von');
  for (const words of ['https://example.org', 'note: this', '"author:ada"', 'TAG:a by:b', '10:30', 'tent'])
    expect(strangeFilter(words)).toBeNull();
});
