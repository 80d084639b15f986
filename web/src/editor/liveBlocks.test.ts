import { ensureSyntaxTree } from '@codemirror/language';
import { EditorState, StateEffect, StateField, type Extension } from '@codemirror/state';
import { Decoration, EditorView } from '@codemirror/view';
import { expect, test } from 'vitest';
import en from '../i18n/en.json';
import { seeded } from '../testKit/seeded';
import { liveBlocks, plainSource } from './liveBlocks';
import { markdownSyntax } from './markdownSyntax';
import { occupied, type Occupied } from './occupied';

const TABLE = '| a | b |\n|---|---|\n| 1 | 2 |';
const TEXT = `Before\n\n${TABLE}\n\n$$\nx\n$$\n\nAfter\n`;
const look = { task: 'Task', preview: en.preview, files: null, far: null };

function open(text: string, hasFocus: boolean, others: Extension = []): EditorState {
  return EditorState.create({ doc: text, extensions: [markdownSyntax, others, liveBlocks(look, hasFocus)] });
}

/** What is shown as what it becomes, once all is parsed: the editor itself takes only a moment at a time for that. */
function rendered(parsing: EditorState): string[] {
  ensureSyntaxTree(parsing, parsing.doc.length, 60_000);
  const { state } = parsing.update({});
  const found: string[] = [];
  for (const set of state.facet(EditorView.decorations))
    if (typeof set !== 'function' && set !== Decoration.none)
      set.between(0, state.doc.length, (from, to) => void found.push(state.sliceDoc(from, to)));
  return found;
}

test('tables and formulas are shown', () => {
  expect(rendered(open(TEXT, false))).toEqual([TABLE, '$$\nx\n$$']);
});

const DIAGRAM = '```mermaid\ngraph TD\n  a-->b\n```';

test('a diagram is shown, and no other fence, nor one without an end', () => {
  const text = `${DIAGRAM}\n\n\`\`\`js\nlet a;\n\`\`\`\n\n${inside('> ', DIAGRAM)}\n\n- item\n\n${inside('  ', DIAGRAM)}\n`;
  expect(rendered(open(text, false))).toEqual([DIAGRAM, inside('> ', DIAGRAM), inside('  ', DIAGRAM)]);
  expect(rendered(open('```mermaid\ngraph TD\n\nafter it\n', false))).toEqual([]);
  const state = open(text, true).update({ selection: { anchor: text.indexOf('a-->b') } }).state;
  expect(rendered(state)).toEqual([inside('> ', DIAGRAM), inside('  ', DIAGRAM)]);
});

const inside = (prefix: string, block: string) => prefix + block.replaceAll('\n', `\n${prefix}`);

test('those in lists and quotes are shown too, unless they share a line with the mark of the list', () => {
  const listed = inside('  ', TABLE);
  const quoted = inside('> ', '$$\ny\n$$');
  const deep = inside('  > ', TABLE);
  const text = `- item\n\n${listed}\n\n${quoted}\n\n- item\n\n  > quoted\n  >\n${deep}\n\n- ${inside('  ', TABLE).trimStart()}\n`;
  expect(rendered(open(text, false))).toEqual([listed, quoted, deep]);
  expect(plainSource(listed, '  ')).toBe(TABLE);
  expect(plainSource(deep, '  > ')).toBe(TABLE);
});

test('an edit in a long list finds the tables of its other items again', () => {
  const items = Array.from({ length: 200 }, (_, index) => `- item ${index}\n\n${inside('  ', TABLE)}\n`).join('\n');
  const state = open(items, false);
  expect(rendered(state)).toHaveLength(200);
  const changed = state.update({ changes: { from: items.indexOf('item 100'), insert: 'the ' } }).state;
  expect(rendered(changed)).toHaveLength(200);
  expect(rendered(changed)[150]).toBe(inside('  ', TABLE));
});

test('where the cursor goes there is source, as long as the editor has the focus', () => {
  const at = (anchor: number) => ({ selection: { anchor } });
  const focused = open(TEXT, true);
  expect(rendered(focused.update(at(TEXT.indexOf('| 1'))).state)).toEqual(['$$\nx\n$$']);
  expect(rendered(focused.update(at(TEXT.indexOf('$$'))).state)).toEqual([TABLE]);
  expect(rendered(open(TEXT, false).update(at(TEXT.indexOf('| 1'))).state)).toHaveLength(2);
});

test('a match that was found is shown where it stands', () => {
  const from = TEXT.indexOf('| 1');
  const state = open(TEXT, false).update({ selection: { anchor: from, head: from + 3 } }).state;
  expect(rendered(state)).toEqual(['$$\nx\n$$']);
});

test('who may not write is shown all of it wherever they click', () => {
  const state = open(TEXT, true, EditorState.readOnly.of(true));
  expect(rendered(state.update({ selection: { anchor: TEXT.indexOf('| 1') } }).state)).toHaveLength(2);
});

test('an edit elsewhere moves them, one in them changes them, and the text is never touched', () => {
  const moved = open(TEXT, true).update({ changes: { from: 0, insert: 'More. ' } }).state;
  expect(rendered(moved)).toEqual([TABLE, '$$\nx\n$$']);
  const at = moved.doc.toString().indexOf('x\n$$');
  const changed = moved.update({ changes: { from: at, insert: '2' } }).state;
  expect(rendered(changed)).toEqual([TABLE, '$$\n2x\n$$']);
  expect(changed.doc.toString()).toBe(`More. ${TEXT.replace('\nx\n', '\n2x\n')}`);
});

test('a comment on words of a table is seen, so the table is source', () => {
  const add = StateEffect.define<Occupied[]>();
  const comments = StateField.define<Occupied[]>({
    create: () => [],
    update: (before, { effects }) => effects.reduce((kept, one) => (one.is(add) ? one.value : kept), before),
    provide: (field) => occupied.from(field, (ranges) => ranges),
  });
  const from = TEXT.indexOf('1');
  const state = open(TEXT, false, comments).update({ effects: add.of([{ from, to: from + 1 }]) }).state;
  expect(rendered(state)).toEqual(['$$\nx\n$$']);
});

test('after any edits there is what a text opened anew would show', () => {
  const seed = 20_261_127;
  const chance = seeded(seed);
  const parts = ['a', '\n', '\n\n', ' ', '|', '> ', '- ', '$$\n', '```\n', '```mermaid\n', `\n\n${TABLE}\n\n`, '---'];
  let text = `${TEXT}\n\n> ${TABLE.replaceAll('\n', '\n> ')}\n\n${TEXT}`;
  let state = open(text, false);
  for (let n = 0; n < 300; n++) {
    const from = Math.floor(chance() * (text.length + 1));
    const to = Math.min(text.length, from + Math.floor(chance() * chance() * 12));
    const insert = chance() < 0.7 ? (parts[Math.floor(chance() * parts.length)] ?? '') : '';
    text = text.slice(0, from) + insert + text.slice(to);
    state = state.update({ changes: { from, to, insert } }).state;
    ensureSyntaxTree(state, state.doc.length, 60_000);
    state = state.update({}).state;
    expect(rendered(state), `seed ${seed}, edit ${n}`).toEqual(rendered(open(text, false)));
  }
});
