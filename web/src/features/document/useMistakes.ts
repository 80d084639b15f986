import type { EditorView } from '@codemirror/view';
import { useEffect, useState } from 'react';
import { marked, useMarked } from '../../app/marked';
import { useShortcut } from '../../app/useShortcut';
import type { EditorWords } from '../../editor/editorWords';
import { pointOutMistakes, type MistakeMarks } from '../../editor/openEditor';

/** Points out mistakes to those who can mend them, and leads from one to the next. */
export function useMistakes(view: EditorView | null, canEdit: boolean, words: EditorWords): void {
  const on = useMarked('mistakes');
  const [marks, setMarks] = useState<MistakeMarks | null>(null);
  useEffect(() => {
    if (view === null || !canEdit || !on) return;
    return pointOutMistakes(view, words, setMarks);
  }, [view, canEdit, on, words]);

  const run = (act: (marks: MistakeMarks, view: EditorView) => void) =>
    marks === null || view === null ? null : () => act(marks, view);
  useShortcut(
    'nextMistake',
    run((marks, view) => marks.goToMistake(view, 'next', words)),
  );
  useShortcut(
    'previousMistake',
    run((marks, view) => marks.goToMistake(view, 'previous', words)),
  );
  useShortcut(
    'mistakes',
    run((marks, view) => marks.toggleMistakeList(view)),
  );
  useShortcut('markMistakes', view !== null && canEdit ? () => marked.mistakes.turn(!on) : null);
}
