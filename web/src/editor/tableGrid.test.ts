import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { afterEach, expect, test } from 'vitest';
import en from '../i18n/en.json';
import { askTableSize, emptyTable, tableGrid } from './tableGrid';
import { tableAt } from './tables';

let view: EditorView | null = null;
afterEach(() => view?.destroy());

test('an empty table has its head, its dashes and as many rows as were chosen', () => {
  expect(emptyTable({ columns: 2, rows: 1 })).toBe('|  |  |\n| --- | --- |\n|  |  |');
  const state = EditorState.create({ doc: emptyTable({ columns: 4, rows: 3 }) });
  expect(tableAt(state, 1)?.rows.map(({ length }) => length)).toEqual([4, 4, 4, 4, 4]);
});

test('the size is chosen by keys, and the table stands where it was asked for, whatever comes before it meanwhile', () => {
  view = new EditorView({
    parent: document.body,
    state: EditorState.create({ doc: 'one\n\ntwo', extensions: tableGrid(en.editor) }),
  });
  view.dispatch({ effects: askTableSize(4) });
  view.dispatch({ changes: { from: 0, insert: 'zero ' } });
  const squares = view.dom.querySelectorAll<HTMLElement>('.mdr-table-square');
  expect(squares).toHaveLength(36);
  const square = (label: string) => view?.dom.querySelector<HTMLElement>(`[aria-label="${label}"]`);
  square('2 columns, 1 rows')?.focus();
  square('2 columns, 1 rows')?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }));
  expect(document.activeElement).toBe(square('2 columns, 2 rows'));
  expect(view.dom.querySelectorAll('[data-within]')).toHaveLength(4);
  square('2 columns, 2 rows')?.click();
  expect(view.state.doc.toString()).toBe(`zero one\n${emptyTable({ columns: 2, rows: 2 })}\ntwo`);
  expect(view.state.selection.main.head).toBe('zero one\n| '.length);
  expect(view.dom.querySelector('.mdr-table-square')).toBeNull();
});
