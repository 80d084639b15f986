import { EditorState, type StateCommand } from '@codemirror/state';
import { indentUnit } from '@codemirror/language';
import { expect, test } from 'vitest';
import { indent, outdent } from './indent';
import { markdownSyntax } from './markdownSyntax';

/** `|` stands for the ends of the selection. The answer is null where the key isn't the editor's. */
function after(command: StateCommand, marked: string): string | null {
  const doc = marked.replaceAll('|', '');
  const anchor = marked.indexOf('|');
  const head = Math.max(anchor, marked.lastIndexOf('|') - (marked.split('|').length - 2));
  let state = EditorState.create({
    doc,
    selection: { anchor, head },
    extensions: [markdownSyntax, indentUnit.of('    ')],
  });
  const taken = command({ state, dispatch: (transaction) => (state = transaction.state) });
  return taken ? state.doc.toString() : null;
}

test.each([
  ['a paragraph', 'A para|graph.'],
  ['its beginning', '|A paragraph.'],
  ['a heading', '# Head|ing'],
  ['a quote', '> quo|ted'],
  ['an empty text', '|'],
  ['an empty line between paragraphs', 'one\n\n|\n\ntwo'],
])('in %s Tab leaves the editor, both ways', (_where, marked) => {
  expect(after(indent, marked)).toBeNull();
  expect(after(outdent, marked)).toBeNull();
});

test.each([
  ['- one\n- tw|o', '- one\n    - two'],
  ['- one\n- |two', '- one\n    - two'],
  ['- one\n|- two', '- one\n    - two'],
  ['- [ ] one\n- [ ] |', '- [ ] one\n    - [ ] '],
  ['1. one\n2. tw|o', '1. one\n    2. two'],
  ['```\nco|de\n```', '```\n    code\n```'],
  ['|one\ntwo|', '    one\n    two'],
])('%j becomes %j', (marked, expected) => {
  expect(after(indent, marked)).toBe(expected);
});

test('what stands indented by mistake is taken back', () => {
  expect(after(outdent, '    A para|graph.')).toBe('A paragraph.');
  expect(after(outdent, '- one\n    - tw|o')).toBe('- one\n- two');
});
