import '../../editor/editor.css';
import '@fontsource-variable/source-serif-4/wght.css';
import type { EditorView } from '@codemirror/view';
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announcesEdits } from '../../app/announceEdits';
import { cspNonce } from '../../app/cspNonce';
import { useSpelling } from '../../app/spelling';
import { editorKeys } from './editorKeys';
import { checkSpelling, dressEditor, openEditor, type Caret } from '../../editor/openEditor';
import type { NearbyEdit } from '../../editor/nearbyEdits';
import type { EditorText } from '../../sync/editorText';
import type { Attaching } from '../attachments/useAttaching';

interface EditorPaneProps {
  shown: EditorText;
  /** Of who types here. */
  colour: number;
  /** Dressed as what it means, or as bare source. */
  live: boolean;
  attaching: Attaching;
  onView: (view: EditorView | null) => void;
  onCaret: (caret: Caret) => void;
  /** The first line in sight, from 0, with a fraction. */
  onScroll: (line: number) => void;
  /** Null for those who may not comment. */
  onComment: (() => void) | null;
  onThread: (threadId: string) => void;
  /** A suggested change was clicked. */
  onSuggested: (change: string) => void;
}

export function EditorPane(props: EditorPaneProps) {
  const { shown, colour, live, attaching, onView, onCaret, onScroll, onComment, onThread, onSuggested } = props;
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<EditorView | null>(null);
  const opened = useEffectEvent(onView);
  const moved = useEffectEvent(onCaret);
  const scrolled = useEffectEvent(onScroll);
  const comment = useEffectEvent(() => onComment?.());
  const thread = useEffectEvent(onThread);
  const suggested = useEffectEvent(onSuggested);
  const { uploads, files } = attaching;
  const refused = useEffectEvent(() => attaching.refuse());
  const [nearby, setNearby] = useState<NearbyEdit[]>([]);
  const left = useRef<Left | null>(null);
  const mayComment = onComment !== null;
  const spelling = useSpelling();
  const look = useMemo(
    () => ({
      words: t('editor', { returnObjects: true }),
      keys: editorKeys(),
      preview: t('preview', { returnObjects: true }),
      cspNonce: cspNonce(),
    }),
    [t],
  );

  useEffect(() => {
    const parent = place.current;
    if (parent === null) return;
    const made = openEditor(parent, shown, look, {
      moved: (caret) => moved(caret),
      scrolled: (line) => scrolled(line),
      comment: mayComment ? () => comment() : null,
      pins: { open: (id) => thread(id), label: (count) => t('comments.pin', { count }) },
      suggestions: { open: (change) => suggested(change), colour },
      nearby: announcesEdits() ? setNearby : null,
      attach: { words: t('attach', { returnObjects: true }), uploads, refused: () => refused() },
    });
    if (left.current !== null) goBack(made, left.current);
    setView(made);
    opened(made);
    return () => {
      left.current = leave(made);
      opened(null);
      setView(null);
      made.destroy();
    };
  }, [shown, colour, look, mayComment, uploads, t]);

  useEffect(() => {
    if (view !== null) dressEditor(view, live, look, files);
  }, [view, live, look, files]);

  useEffect(() => {
    if (view !== null) checkSpelling(view, spelling);
  }, [view, spelling]);

  return (
    <>
      <div ref={place} className="mdr-editor" />
      <p className="sr-only" role="status">
        {nearby.map(({ line, text }) => t(text === '' ? 'news.emptyLine' : 'news.line', { line, text })).join(' ')}
      </p>
    </>
  );
}

/** Where somebody was in the text: between writing and suggesting they stay there. */
interface Left {
  head: number;
  top: number;
  hadFocus: boolean;
}

const leave = (view: EditorView): Left => ({
  head: view.state.selection.main.head,
  top: view.scrollDOM.scrollTop,
  hadFocus: view.hasFocus,
});

function goBack(view: EditorView, { head, top, hadFocus }: Left): void {
  view.dispatch({ selection: { anchor: Math.min(head, view.state.doc.length) } });
  if (hadFocus) view.focus();
  requestAnimationFrame(() => {
    view.scrollDOM.scrollTop = top;
  });
}
