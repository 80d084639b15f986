import type { EditorView } from '@codemirror/view';
import { useRef, useState } from 'react';
import { goToLine, revealPlace, scrollEditorToLine, type Caret } from '../../editor/openEditor';
import { Watched } from './watched';

/** The editor and the rendered text beside it, and who of them leads when one is scrolled. */
export interface Panes {
  editor: EditorView | null;
  setEditor: (editor: EditorView | null) => void;
  /** Null before there is one. */
  caret: Watched<Caret | null>;
  /** The first line in sight of the editor, for the rendered text to follow. */
  topLine: Watched<number>;
  lead: (pane: 'editor' | 'preview') => void;
  editorScrolled: (line: number) => void;
  previewScrolled: (line: number) => void;
  go: (line: number) => void;
  /** Brings a place of the text, in UTF-16 units, into sight for somebody who goes along with another person. */
  reveal: (place: number, text: () => string) => void;
}

/** So many stay in sight above what is shown, to know where one is. */
const LINES_ABOVE = 4;

export function usePanes(): Panes {
  const [caret] = useState(() => new Watched<Caret | null>(null));
  const [topLine] = useState(() => new Watched(0));
  const [editor, setEditor] = useState<EditorView | null>(null);
  // The pane that the person scrolls leads, the other follows.
  const leader = useRef<'editor' | 'preview'>('editor');
  return {
    editor,
    setEditor,
    caret,
    topLine,
    lead: (pane) => {
      leader.current = pane;
    },
    editorScrolled: (line) => {
      if (leader.current === 'editor') topLine.set(line);
    },
    previewScrolled: (line) => {
      if (leader.current === 'preview' && editor !== null) scrollEditorToLine(editor, line);
    },
    go: (line) => {
      leader.current = 'editor';
      if (editor !== null) goToLine(editor, line);
      else topLine.set(line);
    },
    reveal: (place, text) => {
      leader.current = 'editor';
      if (editor !== null) revealPlace(editor, place);
      else topLine.set(Math.max(0, text().slice(0, place).split('\n').length - 1 - LINES_ABOVE));
    },
  };
}
