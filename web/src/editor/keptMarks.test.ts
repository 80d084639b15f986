import { ensureSyntaxTree } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import type { DecorationSet, EditorView } from '@codemirror/view';
import { expect, test } from 'vitest';
import en from '../i18n/en.json';
import { seeded } from '../testKit/seeded';
import { KeptMarks } from './keptMarks';
import { liveMarks } from './liveMarks';
import { markdownSyntax } from './markdownSyntax';

const LOOK = { task: 'Task', preview: en.preview, files: null, far: null };
/** Above all that is looked at. */
const ABOVE = 'Far above.\n\n'.repeat(2_000);

/** What is seen from some place on, as an editor would say it. */
function seen(state: EditorState, from: number, hasFocus: boolean): EditorView {
  const range = { from, to: Math.min(state.doc.length, from + 400) };
  return { state, hasFocus, viewport: range, visibleRanges: [range] } as unknown as EditorView;
}

function told(set: DecorationSet): string[] {
  const found: string[] = [];
  set.between(0, Infinity, (from, to, { spec }) => {
    const { class: name, widget } = spec as { class?: string; widget?: object };
    found.push(`${from}–${to} ${name ?? widget?.constructor.name ?? 'hidden'}`);
  });
  return found.sort();
}

const PIECES = [
  '# Heading\n',
  '\n',
  '\n\n',
  'Some **strong**, *soft* and `plain` words.\n',
  '- item\n- [x] done\n',
  '> quoted\n',
  '```js\ncode\n```\n',
  '[words](https://example.org)\n',
  'Said[^1].\n[^1]: there\n',
  '---\n',
  '$x$ and $$\n',
];

for (const seed of [1, 2, 3])
  test(`edited and looked at again and again, the marks are those that would be found anew (seed ${seed})`, () => {
    const random = seeded(seed);
    const below = (limit: number) => Math.floor(random() * limit);
    const piece = () => PIECES[below(PIECES.length)] ?? '';
    const marks = new KeptMarks(LOOK);
    let state = EditorState.create({
      doc: ABOVE + Array.from({ length: 60 }, piece).join(''),
      extensions: markdownSyntax,
    });
    for (let turn = 0; turn < 40; turn++) {
      const room = state.doc.length - ABOVE.length;
      const from = ABOVE.length + below(room + 1);
      const to = Math.min(state.doc.length, from + below(6));
      const head = ABOVE.length + below(room - (to - from) + 1);
      const changes = random() < 0.7 ? { from, to, insert: random() < 0.5 ? piece() : 'x' } : [];
      state = parsed(state.update({ changes, selection: { anchor: head } }).state);
      const view = seen(state, ABOVE.length + below(room), random() < 0.8);
      expect(told(marks.inSightOf(view))).toEqual(told(liveMarks(view, LOOK)));
    }
  });

test('a block in which nothing has changed isn’t looked through again', () => {
  const marks = new KeptMarks(LOOK);
  const linkIn = (state: EditorState) => {
    let link: unknown = null;
    marks.inSightOf(seen(state, ABOVE.length, false)).between(0, Infinity, (_from, _to, value) => {
      if ((value.spec as { class?: string }).class === 'mdr-live-link') link = value;
    });
    return link;
  };
  const doc = `${ABOVE}One word.\n\nTwo [words](https://example.org).\n`;
  const before = parsed(EditorState.create({ doc, extensions: markdownSyntax }));
  const link = linkIn(before);
  expect(link).not.toBeNull();
  expect(linkIn(parsed(before.update({ changes: { from: ABOVE.length, insert: 'x' } }).state))).toBe(link);
  expect(linkIn(parsed(before.update({ changes: { from: doc.length - 2, insert: 'x' } }).state))).not.toBe(link);
});

/** With all of it parsed: the editor itself takes only a moment at a time for that. */
function parsed(state: EditorState): EditorState {
  ensureSyntaxTree(state, state.doc.length, 60_000);
  return state.update({}).state;
}
