import type { EditorView } from '@codemirror/view';
import { useRef, useState } from 'react';
import { goToLine, revealPlace, scrollEditorToLine, type Caret } from '../../editor/openEditor';
import { Watched } from '../../sync/watched';

/** The editor and the rendered text beside it, and who of them leads when one is scrolled. */
export interface Panes {
  editor: EditorView | null;
  /** A new one goes on where the last one was, also if the rendered text has stood in its place since. */
  setEditor: (editor: EditorView | null) => void;
  /** Null before there is one. */
  caret: Watched<Caret | null>;
  /** The first line in sight of the editor, for the rendered text to follow. */
  topLine: Watched<number>;
  /** Where the person is, in whichever pane they read or write: the line (from 0) at the top. */
  line: () => number;
  /** A pane is on the page: it takes the focus that the last one had. */
  arrive: (pane: HTMLElement) => void;
  /** It is about to go. */
  leave: (pane: HTMLElement) => void;
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
  const place = useRef({ head: 0, line: 0 });
  const hadFocus = useRef(false);
  // The pane that the person scrolls leads, the other follows.
  const leader = useRef<'editor' | 'preview'>('editor');
  return {
    editor,
    setEditor: (opened) => {
      setEditor(opened);
      if (opened === null) {
        if (editor !== null) place.current.head = editor.state.selection.main.head;
      } else {
        goBack(opened, place.current);
      }
    },
    caret,
    topLine,
    line: () => place.current.line,
    arrive: (pane) => {
      // Whoever has gone elsewhere meanwhile isn't called back.
      if (hadFocus.current && document.activeElement === document.body) pane.focus({ preventScroll: true });
      hadFocus.current = false;
    },
    leave: (pane) => {
      hadFocus.current ||= pane.contains(document.activeElement);
    },
    lead: (pane) => {
      leader.current = pane;
    },
    editorScrolled: (line) => {
      if (leader.current !== 'editor') return;
      place.current.line = line;
      topLine.set(line);
    },
    previewScrolled: (line) => {
      if (leader.current !== 'preview' && editor !== null) return;
      place.current.line = line;
      if (editor !== null) scrollEditorToLine(editor, line);
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

/** The first time lines have no height yet, and the place is where they would be by guess; a frame later it is exact. */
function goBack(view: EditorView, { head, line }: { head: number; line: number }): void {
  view.dispatch({ selection: { anchor: Math.min(head, view.state.doc.length) } });
  const scroll = () => scrollEditorToLine(view, line);
  scroll();
  requestAnimationFrame(() => {
    scroll();
    requestAnimationFrame(scroll);
  });
}
