import { syntaxTree } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { expect, test } from 'vitest';
import { placesOf } from './liveCode';
import { markdownSyntax } from './markdownSyntax';

test('a stretch of code is found between the marks of the quote and the list that it stands in', () => {
  const source = '> - ```js\n>   let a = `one\n>   two`;\n>   ```\n';
  const state = EditorState.create({ doc: source, extensions: markdownSyntax });
  const pieces: { from: number; to: number }[] = [];
  syntaxTree(state).iterate({
    enter: ({ name, from, to }) => {
      if (name === 'CodeText') pieces.push({ from, to });
    },
  });
  const code = pieces.map(({ from, to }) => source.slice(from, to)).join('');
  expect(code).toBe('let a = `one\ntwo`;');
  const places = placesOf({ from: code.indexOf('`'), to: code.lastIndexOf('`') + 1 }, pieces);
  expect(places.map(({ from, to }) => source.slice(from, to)).join('')).toBe('`one\ntwo`');
  expect(places.every(({ from, to }) => !source.slice(from, to).includes('>'))).toBe(true);
});
