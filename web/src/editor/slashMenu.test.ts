import { markdown } from '@codemirror/lang-markdown';
import { EditorState } from '@codemirror/state';
import { expect, test } from 'vitest';
import { slashBefore } from './slashMenu';

/** Where the menu opens when this was just typed. */
function opensAt(text: string, asked = false): number | null {
  const state = EditorState.create({ doc: text, extensions: markdown() });
  return slashBefore(state, text.length, asked);
}

test.each(['/', '/tab', '- /', '> /quo', '1. /', 'one\n/'])('in "%s" a slash asks for the menu', (text) => {
  expect(opensAt(text)).toBe(text.lastIndexOf('/'));
});

test('within a line it asks with its first letter', () => {
  expect(opensAt('see ')).toBeNull();
  expect(opensAt('see /')).toBeNull();
  expect(opensAt('see /l')).toBe(4);
});

test.each(['page 1 / 2', 'and / or', 'either / l', 'and/or', '1 /2', '```\ncd /code', '    ls /t'])(
  '"%s" stays what it is',
  (text) => {
    expect(opensAt(text)).toBeNull();
  },
);

test('where the menu is asked for, a slash after a blank is enough', () => {
  expect(opensAt('see /', true)).toBe(4);
  expect(opensAt('see/', true)).toBeNull();
  expect(opensAt('```\ncd /', true)).toBeNull();
});
