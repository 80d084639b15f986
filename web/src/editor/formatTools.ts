import type { StateCommand } from '@codemirror/state';
import type { EditorWords } from './editorWords';
import { element, icon } from './elements';
import { insertLink, toggleLines, toggleMark } from './format';

export interface FormatTool {
  word: keyof EditorWords['format'];
  face: () => Node | string;
  run: StateCommand;
}

/** What toolbars offer. */
export const FORMAT_TOOLS: FormatTool[] = [
  { word: 'bold', face: () => element('b', '', 'B'), run: toggleMark('**') },
  { word: 'italic', face: () => element('i', '', 'I'), run: toggleMark('*') },
  { word: 'strike', face: () => element('s', '', 'S'), run: toggleMark('~~') },
  { word: 'code', face: () => icon('m16 18 6-6-6-6', 'm8 6-6 6 6 6'), run: toggleMark('`') },
  {
    word: 'link',
    face: () =>
      icon(
        'M10 13a5 5 0 0 0 7.54.54l3-3a5 5 0 0 0-7.07-7.07l-1.72 1.71',
        'M14 11a5 5 0 0 0-7.54-.54l-3 3a5 5 0 0 0 7.07 7.07l1.71-1.71',
      ),
    run: insertLink,
  },
  { word: 'heading', face: () => icon('M6 12h12', 'M6 20V4', 'M18 20V4'), run: toggleLines('heading2') },
  {
    word: 'bullets',
    face: () => icon('M8 6h13', 'M8 12h13', 'M8 18h13', 'M3 6h.01', 'M3 12h.01', 'M3 18h.01'),
    run: toggleLines('bullets'),
  },
  {
    word: 'tasks',
    face: () => icon('m3 17 2 2 4-4', 'm3 7 2 2 4-4', 'M13 6h8', 'M13 12h8', 'M13 18h8'),
    run: toggleLines('tasks'),
  },
];
