import type { ChangeSpec, EditorState, StateCommand } from '@codemirror/state';

/** Rows of cells as they are written, with the row of dashes as second row. Lines are numbered from 1. */
export interface Table {
  firstLine: number;
  rows: string[][];
}

const MOST_LINES = 2_000;
const DASHES = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;
const isRow = (text: string) => text.includes('|') && text.trim() !== '';

/** The table that the line is part of, or null. */
export function tableAt(state: EditorState, line: number): Table | null {
  if (!isRow(state.doc.line(line).text)) return null;
  let first = line;
  while (first > 1 && line - first < MOST_LINES && isRow(state.doc.line(first - 1).text)) first -= 1;
  let last = line;
  while (last < state.doc.lines && last - line < MOST_LINES && isRow(state.doc.line(last + 1).text)) last += 1;
  if (last === first || !DASHES.test(state.doc.line(first + 1).text)) return null;
  const rows = [];
  for (let n = first; n <= last; n++) rows.push(cellsOf(state.doc.line(n).text));
  return { firstLine: first, rows };
}

export const cellsOf = (row: string): string[] => spansOf(row).map(({ from, to }) => row.slice(from, to).trim());

interface Span {
  from: number;
  to: number;
}

/** Where each cell stands in its row, with the blanks around it. */
function spansOf(row: string): Span[] {
  const end = row.trimEnd().length;
  const start = row.length - row.trimStart().length;
  const spans: Span[] = [];
  let from = row[start] === '|' ? start + 1 : start;
  for (let at = from; at < end; at++) {
    if (row[at] === '\\') {
      at += 1;
    } else if (row[at] === '|') {
      spans.push({ from, to: at });
      from = at + 1;
    }
  }
  if (spans.length === 0 || row.slice(from, end).trim() !== '') spans.push({ from, to: end });
  return spans;
}

/** Where in its row the offset stands: the number of its cell, from 0. */
function cellAt(row: string, offset: number): number {
  const before = row.slice(0, offset).trimStart().replace(/^\|/, '').replace(/\\./g, '');
  return before.split('|').length - 1;
}

const width = (cell: string) => Array.from(cell).length;

/** With columns of equal width, as people like to read them in source. */
export function written(rows: string[][]): string[] {
  const columns = Math.max(...rows.map(({ length }) => length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(3, ...rows.map((row, index) => (index === 1 ? 3 : width(row[column] ?? '')))),
  );
  return rows.map((row, index) => {
    const cells = widths.map((size, column) => {
      const cell = row[column] ?? '';
      return index === 1 ? dashes(cell, size) : cell + ' '.repeat(Math.max(0, size - width(cell)));
    });
    return `| ${cells.join(' | ')} |`;
  });
}

function dashes(cell: string, size: number): string {
  const left = cell.startsWith(':') ? ':' : '-';
  const right = cell.endsWith(':') && cell.length > 1 ? ':' : '-';
  return left + '-'.repeat(size - 2) + right;
}

export type Alignment = 'left' | 'center' | 'right';
const ALIGNED: Record<Alignment, string> = { left: ':--', center: ':-:', right: '--:' };

/** Everything that can be done to a table; `row` counts the dashes as row 1. */
export type TableEdit =
  | { kind: 'row-below' }
  | { kind: 'column-after' }
  | { kind: 'delete-row' }
  | { kind: 'delete-column' }
  | { kind: 'align'; alignment: Alignment };

export function edited(rows: string[][], row: number, column: number, edit: TableEdit): string[][] {
  const columns = Math.max(...rows.map(({ length }) => length));
  switch (edit.kind) {
    case 'row-below': {
      const at = Math.max(row, 1) + 1;
      return [...rows.slice(0, at), Array.from({ length: columns }, () => ''), ...rows.slice(at)];
    }
    case 'column-after':
      return rows.map((cells, index) => [
        ...filled(cells, columns).slice(0, column + 1),
        index === 1 ? '---' : '',
        ...filled(cells, columns).slice(column + 1),
      ]);
    case 'delete-row':
      return row < 2 ? rows : rows.filter((_, index) => index !== row);
    case 'delete-column':
      return columns < 2 ? rows : rows.map((cells) => filled(cells, columns).filter((_, index) => index !== column));
    case 'align':
      return rows.map((cells, index) =>
        index === 1
          ? filled(cells, columns).map((cell, at) => (at === column ? ALIGNED[edit.alignment] : cell))
          : cells,
      );
  }
}

const filled = (cells: string[], columns: number) => Array.from({ length: columns }, (_, at) => cells[at] ?? '');

export function editTable(edit: TableEdit): StateCommand {
  return ({ state, dispatch }) => {
    const place = placeIn(state);
    if (state.readOnly || place === null) return false;
    const { table, row, column } = place;
    const rows = edited(table.rows, row, column, edit);
    const to = Math.min(edit.kind === 'row-below' ? Math.max(row, 1) + 1 : row, rows.length - 1);
    const inColumn = edit.kind === 'column-after' ? column + 1 : Math.min(column, (rows[0]?.length ?? 1) - 1);
    dispatch(state.update(replaced(state, table, rows, to, inColumn)));
    return true;
  };
}

/** Tab goes to the next cell, and behind the last one makes a new row. What is written stays as it is. */
export function moveInTable(by: 1 | -1): StateCommand {
  return ({ state, dispatch }) => {
    const place = placeIn(state);
    if (state.readOnly || place === null) return false;
    const { rows, firstLine } = place.table;
    let row = place.row;
    let column = place.column + by;
    if (column < 0 || column >= (rows[row]?.length ?? 0)) {
      row += by;
      if (row === 1) row += by;
      column = by === 1 ? 0 : (rows[row]?.length ?? 1) - 1;
    }
    if (row < 0) return true;
    const line = state.doc.line(firstLine + Math.min(row, rows.length - 1));
    if (row < rows.length) {
      const { from, to } = inside(line.text, column);
      dispatch(moved(state, { anchor: line.from + from, head: line.from + to }));
    } else {
      const blank = blankLike(line.text);
      const { from } = inside(blank, 0);
      const changes = { from: line.to, insert: `\n${blank}` };
      dispatch(moved(state, { anchor: line.to + 1 + from }, changes));
    }
    return true;
  };
}

function moved(state: EditorState, selection: { anchor: number; head?: number }, changes: ChangeSpec = []) {
  return state.update({ changes, selection, scrollIntoView: true, userEvent: 'input.table' });
}

/** What is written in a cell; in an empty one the place to write. */
function inside(row: string, column: number): Span {
  const { from, to } = spansOf(row)[column] ?? { from: row.length, to: row.length };
  const cell = row.slice(from, to);
  if (cell.trim() === '') return { from: Math.min(from + 1, to), to: Math.min(from + 1, to) };
  return { from: to - cell.trimStart().length, to: from + cell.trimEnd().length };
}

/** An empty row with its bars where this one has them. */
const blankLike = (row: string) => {
  const cells = spansOf(row).map(({ from, to }) => ' '.repeat(Math.max(3, to - from)));
  return `|${cells.join('|')}|`;
};

interface Place {
  table: Table;
  row: number;
  column: number;
}

export function placeIn(state: EditorState): Place | null {
  const { main } = state.selection;
  const line = state.doc.lineAt(main.head);
  const table = tableAt(state, line.number);
  if (table === null) return null;
  const row = line.number - table.firstLine;
  const column = Math.min(cellAt(line.text, main.head - line.from), (table.rows[row]?.length ?? 1) - 1);
  return { table, row, column };
}

/** Only lines that differ are changed, so that others' cursors and comments in the rest stay. */
function replaced(state: EditorState, table: Table, rows: string[][], row: number, column: number) {
  const lines = written(rows);
  const old = table.rows.map((_, index) => state.doc.line(table.firstLine + index));
  const changes: ChangeSpec[] = [];
  const shared = Math.min(lines.length, old.length);
  const same = rows.length === table.rows.length ? -1 : rows.findIndex((cells, at) => cells !== table.rows[at]);
  if (rows.length > old.length && same >= 0 && same <= old.length) {
    // One row more: the rest is only tidied.
    old.forEach((line, at) => push(changes, line, lines[at < same ? at : at + 1] ?? ''));
    const before = old[same - 1];
    if (before !== undefined) changes.push({ from: before.to, insert: `\n${lines[same] ?? ''}` });
  } else if (rows.length < old.length && same !== -1) {
    old.forEach((line, at) => {
      if (at === same) changes.push({ from: line.from - 1, to: line.to });
      else push(changes, line, lines[at < same ? at : at - 1] ?? '');
    });
  } else if (rows.length < old.length) {
    old.forEach((line, at) =>
      at < shared ? push(changes, line, lines[at] ?? '') : changes.push({ from: line.from - 1, to: line.to }),
    );
  } else {
    old.forEach((line, at) => push(changes, line, lines[at] ?? ''));
  }
  const start = state.doc.line(table.firstLine).from;
  const rowStart = start + lines.slice(0, row).reduce((sum, line) => sum + line.length + 1, 0);
  const cells = rows[row] ?? [];
  const text = lines[row] ?? '';
  const from = rowStart + cellStart(text, column);
  return {
    changes,
    selection: { anchor: from, head: from + (cells[column] ?? '').length },
    scrollIntoView: true,
    userEvent: 'input.table',
  };
}

function push(changes: ChangeSpec[], { from, to, text }: { from: number; to: number; text: string }, insert: string) {
  if (text !== insert) changes.push({ from, to, insert });
}

function cellStart(line: string, column: number): number {
  let seen = -1;
  for (let at = 0; at < line.length; at++) {
    if (line[at] === '\\') at += 1;
    else if (line[at] === '|' && ++seen === column) return at + 2;
  }
  return line.length;
}
