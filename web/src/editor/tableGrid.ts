import { StateEffect, StateField, type Extension } from '@codemirror/state';
import { EditorView, showTooltip, type Tooltip } from '@codemirror/view';
import type { EditorWords } from './editorWords';
import { element } from './elements';

export interface TableSize {
  columns: number;
  /** Below its head. */
  rows: number;
}

const MOST: TableSize = { columns: 6, rows: 6 };
const FIRST: TableSize = { columns: 3, rows: 2 };
const STEPS: Partial<Record<string, [columns: number, rows: number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

/** An empty one; the cursor goes behind the first two characters of it. */
export function emptyTable({ columns, rows }: TableSize): string {
  const line = (cell: string) => `|${` ${cell} |`.repeat(columns)}`;
  return [line(''), line('---'), ...Array.from({ length: rows }, () => line(''))].join('\n');
}

const ask = StateEffect.define<number | null>();

/** Asks at the place how large the table is to be, and writes it there. */
export const askTableSize = (at: number): StateEffect<number | null> => ask.of(at);

/** Squares to point at, or to reach with the arrow keys; Escape goes back to the text. */
export function tableGrid(words: EditorWords): Extension {
  const field: StateField<Tooltip | null> = StateField.define<Tooltip | null>({
    create: () => null,
    update(shown, { effects, changes, docChanged }) {
      for (const effect of effects)
        if (effect.is(ask)) return effect.value === null ? null : { pos: effect.value, above: false, create };
      return shown !== null && docChanged ? { ...shown, pos: changes.mapPos(shown.pos) } : shown;
    },
    provide: (one) => showTooltip.from(one),
  });
  const create = (view: EditorView) => {
    const close = (size: TableSize | null) => {
      const at = view.state.field(field)?.pos;
      if (at === undefined) return;
      if (size === null) view.dispatch({ effects: ask.of(null) });
      else
        view.dispatch({
          changes: { from: at, insert: emptyTable(size) },
          selection: { anchor: at + '| '.length },
          effects: ask.of(null),
          scrollIntoView: true,
          userEvent: 'input.complete',
        });
      view.focus();
    };
    const dom = gridOf(words, close);
    return { dom, mount: () => squareAt(dom, FIRST)?.focus() };
  };
  return field;
}

function gridOf(words: EditorWords, close: (size: TableSize | null) => void): HTMLElement {
  const grid = element('div', 'mdr-table-grid');
  const squares = grid.appendChild(element('div', 'mdr-table-squares'));
  const said = grid.appendChild(element('p', 'mdr-table-size'));
  grid.setAttribute('role', 'group');
  grid.setAttribute('aria-label', words.tableSize);
  said.setAttribute('aria-hidden', 'true');
  const nameOf = ({ columns, rows }: TableSize) =>
    words.tableCells.replace('%1', String(columns)).replace('%2', String(rows));
  const show = (size: TableSize) => {
    said.textContent = nameOf(size);
    for (const square of squares.children)
      if (square instanceof HTMLElement) {
        const { columns, rows } = sizeOf(square);
        square.toggleAttribute('data-within', columns <= size.columns && rows <= size.rows);
      }
  };
  for (let rows = 1; rows <= MOST.rows; rows++)
    for (let columns = 1; columns <= MOST.columns; columns++) {
      const square = squares.appendChild(element('button', 'mdr-table-square'));
      square.type = 'button';
      square.tabIndex = -1;
      square.dataset.size = `${columns} ${rows}`;
      square.setAttribute('aria-label', nameOf({ columns, rows }));
      square.addEventListener('pointerenter', () => square.focus());
      square.addEventListener('focus', () => show({ columns, rows }));
      square.addEventListener('click', () => close({ columns, rows }));
    }
  grid.addEventListener('keydown', (event) => {
    const step = STEPS[event.key];
    if (event.key === 'Escape' || event.key === 'Tab') close(null);
    else if (step !== undefined && event.target instanceof HTMLElement) {
      const { columns, rows } = sizeOf(event.target);
      squareAt(grid, { columns: columns + step[0], rows: rows + step[1] })?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  grid.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !grid.contains(relatedTarget)) close(null);
  });
  return grid;
}

function sizeOf({ dataset }: HTMLElement): TableSize {
  const [columns = 0, rows = 0] = (dataset.size ?? '').split(' ').map(Number);
  return { columns, rows };
}

const squareAt = (grid: HTMLElement, { columns, rows }: TableSize) =>
  grid.querySelector<HTMLElement>(`[data-size="${columns} ${rows}"]`);
