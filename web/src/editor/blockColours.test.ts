import { ensureSyntaxTree, forceParsing, syntaxHighlighting } from '@codemirror/language';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { afterEach, expect, test } from 'vitest';
import { seeded } from '../testKit/seeded';
import { blockColours } from './blockColours';
import { blocksInSight } from './blocksInSight';
import { markdownStyle } from './markdownStyle';
import { markdownSyntax } from './markdownSyntax';

const open: EditorView[] = [];
afterEach(() => {
  for (const view of open.splice(0)) view.destroy();
});

function editor(doc: string, colours: Extension): EditorView {
  const view = new EditorView({
    parent: document.body,
    state: EditorState.create({ doc, extensions: [markdownSyntax, colours] }),
  });
  open.push(view);
  return view;
}

/** What has which colours, of what is in sight. */
function coloured(view: EditorView): string[] {
  const found: string[] = [];
  for (const given of view.state.facet(EditorView.decorations)) {
    const set = typeof given === 'function' ? given(view) : given;
    set.between(0, view.state.doc.length, (from, to, { spec }) => {
      found.push(`${from}–${to} ${String((spec as { class?: unknown }).class)}`);
    });
  }
  return found.sort();
}

const PIECES = [
  '# Heading\n',
  '\n',
  '\n\n',
  'Some **strong** and *soft* words.\n',
  '- item `code`\n',
  '> quoted\n',
  '```js\n',
  '$$\n',
];

test('edited again and again, a text has the colours that it would have if it were looked through anew', () => {
  const random = seeded(11);
  const piece = () => PIECES[Math.floor(random() * PIECES.length)] ?? '';
  const kept = editor(Array.from({ length: 12 }, piece).join(''), blockColours(markdownStyle));
  for (let turn = 0; turn < 25; turn++) {
    const { length } = kept.state.doc;
    const from = Math.floor(random() * (length + 1));
    const to = Math.min(length, from + Math.floor(random() * 8));
    kept.dispatch({ changes: { from, to, insert: random() < 0.5 ? piece() : 'x' } });
    const whole = editor(kept.state.doc.toString(), syntaxHighlighting(markdownStyle));
    // The editor itself takes only a moment at a time for it.
    for (const view of [kept, whole]) forceParsing(view, view.state.doc.length, 60_000);
    expect(coloured(kept)).toEqual(coloured(whole));
    whole.destroy();
  }
});

test('the blocks in sight are those at the top of the text, and an edit keeps the others', () => {
  const before = EditorState.create({ doc: 'One\n\n- two\n- three\n\nFour\n', extensions: markdownSyntax });
  const blocksOf = (state: EditorState, from: number, to: number) => {
    ensureSyntaxTree(state, state.doc.length);
    return blocksInSight({ state, visibleRanges: [{ from, to }] });
  };
  const blocks = blocksOf(before, 0, before.doc.length);
  expect(blocks.map(({ tree }) => tree.type.name)).toEqual(['Paragraph', 'BulletList', 'Paragraph']);
  expect(blocksOf(before, 8, 9).map(({ tree }) => tree.type.name)).toEqual(['BulletList']);
  const { state } = before.update({ changes: { from: 0, insert: 'x' } });
  const after = blocksOf(state, 0, state.doc.length);
  expect(after[0]?.tree).not.toBe(blocks[0]?.tree);
  expect(after[2]?.tree).toBe(blocks[2]?.tree);
  expect(after[2]?.from).toBe((blocks[2]?.from ?? 0) + 1);
});
