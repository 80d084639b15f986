import { EditorState, type StateCommand } from '@codemirror/state';
import { expect, test } from 'vitest';
import { cellsOf, editTable, moveInTable, tableAt } from './tables';

const TABLE = ['| a | b |', '|---|:-:|', '| 1 | 2 |'].join('\n');

function after(command: StateCommand, doc: string, at: number): { text: string; selected: string } {
  let state = EditorState.create({ doc, selection: { anchor: at } });
  command({ state, dispatch: (transaction) => (state = transaction.state) });
  const { from, to } = state.selection.main;
  return { text: state.doc.toString(), selected: state.sliceDoc(from, to) };
}

test('a row is cut where its bars are, not where they are escaped', () => {
  expect(cellsOf('| a \\| b | c |')).toEqual(['a \\| b', 'c']);
  expect(cellsOf('a | b')).toEqual(['a', 'b']);
});

test('a table needs its row of dashes', () => {
  const state = EditorState.create({ doc: `text | with bar\n\n${TABLE}` });
  expect(tableAt(state, 1)).toBeNull();
  expect(tableAt(state, 5)).toMatchObject({ firstLine: 3 });
});

test('Tab goes from cell to cell, over the dashes, and adds a row at the end', () => {
  expect(after(moveInTable(1), TABLE, 2)).toMatchObject({ selected: 'b' });
  expect(after(moveInTable(1), TABLE, 6)).toMatchObject({ selected: '1' });
  const added = after(moveInTable(1), TABLE, TABLE.length - 3);
  expect(added.text).toBe([TABLE, '|   |   |'].join('\n'));
  expect(after(moveInTable(-1), TABLE, TABLE.length - 8)).toMatchObject({ selected: 'b' });
});

test('going through a table changes nothing that is written', () => {
  const uneven = ['a|b \\| c|d', ':--|-|-:', ' 1 ||3', '| long cell |'].join('\n');
  const selected: string[] = [];
  let state = EditorState.create({ doc: uneven, selection: { anchor: 0 } });
  for (let n = 0; n < 6; n++) {
    moveInTable(1)({ state, dispatch: (transaction) => (state = transaction.state) });
    const { from, to } = state.selection.main;
    selected.push(state.sliceDoc(from, to));
  }
  expect(selected).toEqual(['b \\| c', 'd', '1', '', '3', 'long cell']);
  expect(state.doc.toString()).toBe(uneven);
});

test('columns and rows come and go', () => {
  expect(after(editTable({ kind: 'column-after' }), TABLE, 2).text).toBe(
    ['| a   |     | b   |', '| --- | --- | :-: |', '| 1   |     | 2   |'].join('\n'),
  );
  expect(after(editTable({ kind: 'delete-column' }), TABLE, 2).text).toBe(['| b   |', '| :-: |', '| 2   |'].join('\n'));
  expect(after(editTable({ kind: 'delete-row' }), TABLE, TABLE.length - 3).text).toBe(
    ['| a   | b   |', '| --- | :-: |'].join('\n'),
  );
  expect(after(editTable({ kind: 'row-below' }), `${TABLE}\n| 3 | 4 |`, TABLE.length - 3).text).toBe(
    ['| a   | b   |', '| --- | :-: |', '| 1   | 2   |', '|     |     |', '| 3   | 4   |'].join('\n'),
  );
});

test('a column is aligned by its dashes alone', () => {
  expect(after(editTable({ kind: 'align', alignment: 'right' }), TABLE, 2).text).toContain('| --: | :-: |');
});

test('outside of a table the keys keep their meaning', () => {
  const state = EditorState.create({ doc: 'text' });
  expect(moveInTable(1)({ state, dispatch: () => undefined })).toBe(false);
});
