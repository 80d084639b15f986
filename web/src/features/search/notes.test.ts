import { expect, test } from 'vitest';
import { noteOn } from './notes';

const by = { filter: 'by', value: 'ada' } as const;
const begun = { ...by, from: 0, to: 6 };
const found = {
  isOffline: false,
  hasFailed: false,
  isSettled: true,
  filters: [],
  begun: null,
  words: 'tent',
  unknown: [],
  documents: 1,
  answers: 1,
};
const nothing = { ...found, documents: 0, answers: 0 };

test('nothing is said of what is found, nor before all answers are here', () => {
  expect(noteOn(found)).toBeNull();
  expect(noteOn({ ...nothing, isSettled: false })).toBeNull();
  expect(noteOn({ ...found, begun, documents: 0 })).toBeNull();
});

test('without a server only titles are searched, and filters are in the way', () => {
  expect(noteOn({ ...nothing, isOffline: true, isSettled: false })).toEqual({ kind: 'offline' });
  expect(noteOn({ ...nothing, isOffline: true, filters: [by] })).toEqual({ kind: 'offline-filters' });
  expect(noteOn({ ...nothing, isOffline: true, begun })).toEqual({ kind: 'offline-filters' });
});

test('a filter that names nobody is named, whatever else is there', () => {
  expect(noteOn({ ...nothing, filters: [by], unknown: [by] })).toEqual({ kind: 'unknown', filter: by });
  expect(noteOn({ ...nothing, begun })).toEqual({ kind: 'no-value', filter: begun });
});

test('a filter that there isn’t is told from words when no document answers', () => {
  expect(noteOn({ ...nothing, words: 'author:ada', answers: 2 })).toEqual({ kind: 'strange', name: 'author' });
  expect(noteOn({ ...found, words: 'author:ada' })).toBeNull();
});

test('nothing found has to do with filters where there are some', () => {
  expect(noteOn(nothing)).toEqual({ kind: 'nothing' });
  expect(noteOn({ ...nothing, filters: [by] })).toEqual({ kind: 'nothing-filtered' });
});

test('a search that failed found nothing out', () => {
  expect(noteOn({ ...nothing, hasFailed: true })).toEqual({ kind: 'failed' });
  expect(noteOn({ ...nothing, hasFailed: true, isSettled: false })).toBeNull();
});
