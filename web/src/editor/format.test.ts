import { EditorState, type StateCommand } from '@codemirror/state';
import { expect, test } from 'vitest';
import { fenceLines, insertLink, toggleLines, toggleMark } from './format';

/** `|` stands for the ends of the selection. */
function after(command: StateCommand, marked: string): string {
  const anchor = marked.indexOf('|');
  const text = marked.replaceAll('|', '');
  const second = marked.lastIndexOf('|');
  const head = second === anchor ? anchor : second - 1;
  let state = EditorState.create({ doc: text, selection: { anchor, head } });
  command({ state, dispatch: (transaction) => (state = transaction.state) });
  const { from, to } = state.selection.main;
  const shown = state.doc.toString();
  return from === to
    ? `${shown.slice(0, from)}|${shown.slice(from)}`
    : `${shown.slice(0, from)}|${shown.slice(from, to)}|${shown.slice(to)}`;
}

test.each([
  ['a |word| here', 'a **|word|** here'],
  ['a **|word|** here', 'a |word| here'],
  ['a |**word**| here', 'a |word| here'],
  ['a wo|rd here', 'a **wo|rd** here'],
])('bold: %s → %s', (before, expected) => {
  expect(after(toggleMark('**'), before)).toBe(expected);
});

test('emphasis inside bold adds its own mark', () => {
  expect(after(toggleMark('*'), '**|word|**')).toBe('***|word|***');
  expect(after(toggleMark('*'), '***|word|***')).toBe('**|word|**');
});

test('lines become a list, another list, and plain again', () => {
  const bullets = after(toggleLines('bullets'), '|one\ntwo|');
  expect(bullets).toBe('- |one\n- two|');
  expect(after(toggleLines('numbers'), bullets)).toBe('1. |one\n2. two|');
  expect(after(toggleLines('tasks'), bullets)).toBe('- [ ] |one\n- [ ] two|');
  expect(after(toggleLines('bullets'), bullets)).toBe('|one\ntwo|');
});

test('a heading changes its level instead of growing', () => {
  expect(after(toggleLines('heading2'), '# T|itle')).toBe('## T|itle');
});

test('a link waits for its address', () => {
  expect(after(insertLink, 'see |this| now')).toBe('see [this](|) now');
});

test('lines become a block of code, whose fence outgrows theirs', () => {
  expect(after(fenceLines, 'one\nt|wo')).toBe('one\n```\nt|wo\n```');
  expect(after(fenceLines, '|```\none\n```|')).toBe('````\n|```\none\n```|\n````');
});
