import '../../editor/editor.css';
import '@fontsource-variable/source-serif-4/wght.css';
import type { CompletionContext } from '@codemirror/autocomplete';
import type { EditorView } from '@codemirror/view';
import { use, useEffect, useEffectEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cspNonce } from '../../app/cspNonce';
import { announcesEdits, vimKeys } from '../../app/deviceSwitch';
import { useSaid } from '../../app/said';
import { useMarked } from '../../app/marked';
import { editorKeys } from './editorKeys';
import { MentionContext } from './MentionContext';
import { Rescue } from './Rescue';
import { TemplatesContext } from './TemplatesContext';
import { useMistakes } from './useMistakes';
import { checkSpelling, dressEditor, openEditor, wearVim, type Caret, type Dress } from '../../editor/openEditor';
import type { NearbyEdit } from '../../editor/nearbyEdits';
import type { EditorText } from '../../sync/editorText';
import type { Attaching } from '../attachments/useAttaching';

interface EditorPaneProps {
  title: string;
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
  onArrive: (pane: HTMLElement) => void;
  onLeave: (pane: HTMLElement) => void;
  /** Null for those who may not comment. */
  onComment: (() => void) | null;
  onThread: (threadId: string) => void;
  /** A suggested change was clicked. */
  onSuggested: (change: string) => void;
}

export function EditorPane(props: EditorPaneProps) {
  const { title, shown, colour, live, attaching, onView, onCaret, onScroll, onArrive, onLeave } = props;
  const { onComment, onThread, onSuggested } = props;
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<EditorView | null>(null);
  const opened = useEffectEvent(onView);
  const moved = useEffectEvent(onCaret);
  const scrolled = useEffectEvent(onScroll);
  const arrived = useEffectEvent(onArrive);
  const leaving = useEffectEvent(onLeave);
  const comment = useEffectEvent(() => onComment?.());
  const thread = useEffectEvent(onThread);
  const suggested = useEffectEvent(onSuggested);
  const { uploads, files, far } = attaching;
  const refused = useEffectEvent(() => attaching.refuse());
  const [failed, setFailed] = useState(false);
  const [nearby, setNearby] = useState<NearbyEdit[]>([]);
  useSaid(nearby.map(({ line, text }) => t(text === '' ? 'news.emptyLine' : 'news.line', { line, text })).join(' '));
  const mayComment = onComment !== null;
  const spelling = useMarked('spelling');
  const templates = use(TemplatesContext);
  const mentions = use(MentionContext);
  const mayMention = mentions !== null;
  const mention = useEffectEvent((asked: CompletionContext) => mentions?.(asked) ?? null);
  const dress = useMemo((): Dress => ({ live, files, far, spelling }), [live, files, far, spelling]);
  const wanted = useEffectEvent(() => dress);
  const worn = useRef(dress);
  const look = useMemo(
    () => ({
      words: t('editor', { returnObjects: true }),
      keys: editorKeys(),
      preview: t('preview', { returnObjects: true }),
      cspNonce: cspNonce(),
    }),
    [t],
  );

  // While it is still on the page: with it, the focus goes.
  useLayoutEffect(() => {
    const pane = place.current;
    return () => {
      if (pane !== null) leaving(pane);
    };
  }, []);

  useEffect(() => {
    const parent = place.current;
    if (parent === null) return;
    worn.current = wanted();
    const made = openEditor(parent, shown, look, worn.current, {
      moved: (caret) => moved(caret),
      scrolled: (line) => scrolled(line),
      failed: () => setFailed(true),
      comment: mayComment ? () => comment() : null,
      pins: { open: (id) => thread(id), label: (count) => t('comments.pin', { count }) },
      suggestions: { open: (change) => suggested(change), colour },
      templates,
      mention: mayMention ? (asked) => mention(asked) : null,
      nearby: announcesEdits.isOn() ? setNearby : null,
      attach: { words: t('attach', { returnObjects: true }), uploads, refused: () => refused() },
    });
    if (vimKeys.isOn()) void wearVim(made);
    setView(made);
    setFailed(false);
    opened(made);
    arrived(made.contentDOM);
    return () => {
      leaving(made.contentDOM);
      opened(null);
      setView(null);
      made.destroy();
    };
  }, [shown, colour, look, mayComment, uploads, templates, mayMention, t]);

  useEffect(() => {
    const before = worn.current;
    if (view === null || before === dress) return;
    worn.current = dress;
    if (before.live !== live || before.files !== files || before.far !== far) dressEditor(view, dress, look);
    if (before.spelling !== dress.spelling) checkSpelling(view, dress);
  }, [view, dress, live, files, far, look]);

  useMistakes(view, shown.canEdit, look.words);

  return (
    <>
      {failed && view !== null && (
        <Rescue message={t('document.editorFailed')} title={title} text={() => view.state.doc.toString()} />
      )}
      <div ref={place} className="mdr-editor" />
    </>
  );
}
