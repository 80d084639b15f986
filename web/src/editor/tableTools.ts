import { StateField, type Extension, type StateCommand } from '@codemirror/state';
import { keymap, showTooltip, type EditorView, type Tooltip } from '@codemirror/view';
import type { EditorWords } from './editorWords';
import { asToolbar, element, icon, tool } from './elements';
import { editTable, moveInTable, placeIn } from './tables';

const TOOLS: { word: keyof EditorWords['table']; paths: string[]; run: StateCommand }[] = [
  { word: 'rowBelow', paths: ['M3 5h18v6H3z', 'M12 15v6', 'M9 18h6'], run: editTable({ kind: 'row-below' }) },
  { word: 'columnAfter', paths: ['M5 3h6v18H5z', 'M15 12h6', 'M18 9v6'], run: editTable({ kind: 'column-after' }) },
  { word: 'deleteRow', paths: ['M3 5h18v6H3z', 'M9 18h6'], run: editTable({ kind: 'delete-row' }) },
  { word: 'deleteColumn', paths: ['M5 3h6v18H5z', 'M15 12h6'], run: editTable({ kind: 'delete-column' }) },
  {
    word: 'alignLeft',
    paths: ['M3 6h18', 'M3 12h10', 'M3 18h14'],
    run: editTable({ kind: 'align', alignment: 'left' }),
  },
  {
    word: 'alignCenter',
    paths: ['M3 6h18', 'M7 12h10', 'M5 18h14'],
    run: editTable({ kind: 'align', alignment: 'center' }),
  },
  {
    word: 'alignRight',
    paths: ['M3 6h18', 'M11 12h10', 'M7 18h14'],
    run: editTable({ kind: 'align', alignment: 'right' }),
  },
];

/** While the cursor is in a table: Tab goes from cell to cell, and a bar below it has the rest. */
export function tableTools(words: EditorWords): Extension {
  const create = (view: EditorView) => {
    const bar = asToolbar(element('div', 'mdr-toolbar'), words.tableToolbar);
    for (const { word, paths, run } of TOOLS) bar.append(tool(icon(...paths), words.table[word], () => run(view)));
    return { dom: bar, offset: { x: 0, y: 6 } };
  };
  const shown = StateField.define<Tooltip | null>({
    create: () => null,
    update(before, { state, selection, docChanged }) {
      if (selection === undefined && !docChanged) return before;
      const { main } = state.selection;
      const place = state.readOnly || !main.empty ? null : placeIn(state);
      if (place === null) return null;
      const { table } = place;
      const pos = state.doc.line(table.firstLine + table.rows.length - 1).from;
      return before?.pos === pos ? before : { pos, above: false, strictSide: true, create };
    },
    provide: (field) => showTooltip.from(field),
  });
  return [
    shown,
    keymap.of([
      { key: 'Tab', run: moveInTable(1), shift: moveInTable(-1) },
      { key: 'Mod-Enter', run: editTable({ kind: 'row-below' }) },
    ]),
  ];
}
