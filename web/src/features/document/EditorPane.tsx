import '../../editor/editor.css';
import '@fontsource-variable/source-serif-4/wght.css';
import type { EditorView } from '@codemirror/view';
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cspNonce } from '../../app/cspNonce';
import { dressEditor, openEditor, type Caret } from '../../editor/openEditor';
import type { Replica } from '../../sync/replica';

interface EditorPaneProps {
  replica: Replica;
  /** Dressed as what it means, or as bare source. */
  live: boolean;
  onView: (view: EditorView | null) => void;
  onCaret: (caret: Caret) => void;
  /** The first line in sight, from 0, with a fraction. */
  onScroll: (line: number) => void;
  /** Null for those who may not comment. */
  onComment: (() => void) | null;
  onThread: (threadId: string) => void;
}

export function EditorPane({ replica, live, onView, onCaret, onScroll, onComment, onThread }: EditorPaneProps) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<EditorView | null>(null);
  const opened = useEffectEvent(onView);
  const moved = useEffectEvent(onCaret);
  const scrolled = useEffectEvent(onScroll);
  const comment = useEffectEvent(() => onComment?.());
  const thread = useEffectEvent(onThread);
  const mayComment = onComment !== null;
  const look = useMemo(() => ({ words: t('editor', { returnObjects: true }), cspNonce: cspNonce() }), [t]);

  useEffect(() => {
    const parent = place.current;
    if (parent === null) return;
    const made = openEditor(parent, replica, look, {
      moved: (caret) => moved(caret),
      scrolled: (line) => scrolled(line),
      comment: mayComment ? () => comment() : null,
      pins: { open: (id) => thread(id), label: (count) => t('comments.pin', { count }) },
    });
    setView(made);
    opened(made);
    return () => {
      opened(null);
      setView(null);
      made.destroy();
    };
  }, [replica, look, mayComment, t]);

  useEffect(() => {
    if (view !== null) dressEditor(view, live, look);
  }, [view, live, look]);

  return <div ref={place} className="mdr-editor" />;
}
