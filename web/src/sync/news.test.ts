import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { News } from './news';

/** Somebody's replica with news, and somebody else who writes into it. */
function two(start: string) {
  const mine = new Y.Doc();
  const theirs = new Y.Doc();
  theirs.getText('content').insert(0, start);
  Y.applyUpdate(mine, Y.encodeStateAsUpdate(theirs));
  const news = new News(mine.getText('content'));
  theirs.on('update', (update: Uint8Array) => Y.applyUpdate(mine, update));
  const text = mine.getText('content');
  const read = () => news.parts().map(({ from, to, removed }) => [text.toJSON().slice(from, to), removed]);
  return { mine: text, theirs: theirs.getText('content'), news, read };
}

test('what others type is news, letter by letter one part of it; what is typed here is none', () => {
  const { mine, theirs, read } = two('one two');
  for (const letter of 'new ') theirs.insert(theirs.length - 3, letter);
  mine.insert(0, 'mine ');
  expect(mine.toJSON()).toBe('mine one new two');
  expect(read()).toEqual([['new ', 0]]);
});

test('what others take away is news where it stood', () => {
  const { mine, theirs, news, read } = two('one two three');
  theirs.delete(4, 4);
  expect(read()).toEqual([['', 4]]);
  mine.insert(0, '> ');
  expect(news.parts()[0]?.from).toBe(6);
});

test('parts stand in the order of the text, and those that touch are one', () => {
  const { theirs, read } = two('a b c');
  theirs.insert(5, ' end');
  theirs.insert(0, 'start ');
  theirs.insert(6, 'too ');
  expect(read()).toEqual([
    ['start too ', 0],
    [' end', 0],
  ]);
});

test('what was written and taken away again is nothing, and what was looked at is no news any more', () => {
  const { theirs, news, read } = two('text');
  theirs.insert(0, 'x');
  news.clear();
  expect(read()).toEqual([]);
  theirs.insert(0, 'y');
  expect(read()).toEqual([['y', 0]]);
});
