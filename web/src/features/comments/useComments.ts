import type { EditorView } from '@codemirror/view';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Thread } from '../../api/types';
import { useShortcut } from '../../app/useShortcut';
import { useToast } from '../../design/Toasts';
import { anchorAt } from '../../editor/commentAnchors';
import { useTranslation } from 'react-i18next';
import { markActiveThread, pinThreads, threadAtCursor } from '../../editor/commentPins';
import type { LiveDocument } from '../../sync/liveDocument';
import type { LiveView } from '../../sync/liveView';
import { Draft } from '../../sync/draft';
import { inDocument } from '../../sync/draftChanges';
import type { EditorText } from '../../sync/editorText';
import type { Replica } from '../../sync/replica';
import type { PanelName } from '../document/usePanel';
import { useReconnected } from '../document/useReconnected';
import { mayComment } from './mayComment';
import { threadsQuery, type NewAnchor } from './queries';
import type { ReadComments } from './useReadComments';
import { useCommentNews } from './useCommentNews';
import { useLostPins } from './useLostPins';

/** The comments of the document that is open, between its text and the panel beside it. */
export interface Comments {
  threads: Thread[] | undefined;
  error: Error | null;
  open: number;
  draft: NewAnchor | null;
  active: string | null;
  /** How often somebody has asked to write into the active one; 0 while they only look at it. */
  writing: number;
  /** Null for those who may not. */
  begin: (() => void) | null;
  endDraft: () => void;
  activate: (thread: string | null) => void;
  /** With the cursor in its field. */
  reply: (thread: string) => void;
  /** From the text: its thread in the panel. */
  show: (thread: string) => void;
  selectedAnchor: () => NewAnchor | null;
  /** What others wrote since, for those who hear the page. */
  news: string;
  setEditor: (editor: EditorView | null) => void;
  /** What the rendered text needs of them. */
  inView: ReadComments;
}

export function useComments(
  documentId: string,
  live: LiveDocument,
  view: LiveView,
  shown: EditorText | null,
  showPanel: (panel: PanelName) => void,
): Comments {
  const { replica, role } = view;
  const queries = useQueryClient();
  const { data: threads, error } = useQuery(threadsQuery(documentId));
  const [editor, setEditor] = useState<EditorView | null>(null);
  const [draft, setDraft] = useState<NewAnchor | null>(null);
  const { t } = useTranslation();
  const toast = useToast();
  const [{ active, writing }, setActive] = useState<{ active: string | null; writing: number }>(NONE);
  const activate = (thread: string | null) =>
    setActive((before) => (before.active === thread ? before : { active: thread, writing: 0 }));

  useEffect(() => {
    const stop = live.onEvent(({ type }) => {
      if (type === 'comments') void queries.invalidateQueries(threadsQuery(documentId));
    });
    return () => void stop();
  }, [live, queries, documentId]);

  useReconnected(live, () => void queries.invalidateQueries(threadsQuery(documentId)));

  const open = threads?.filter(({ status }) => status === 'open') ?? [];
  usePins(editor, shown, threads);
  useLostPins(documentId, replica, threads, role !== null && mayComment(role));
  useEffect(() => {
    if (editor !== null) markActiveThread(editor, active);
  }, [editor, active]);

  const show = (thread: string) => {
    activate(thread);
    showPanel('comments');
  };
  const reply = (thread: string) => {
    setActive((before) => ({ active: thread, writing: before.active === thread ? before.writing + 1 : 1 }));
    showPanel('comments');
  };
  useAskedFor(threads, show);
  const news = useCommentNews(threads);

  const [reader, setReader] = useState<(() => Stretch | null) | null>(null);
  const selectedAnchor = () => {
    if (replica === null) return null;
    if (editor !== null) return selectionOf(editor, replica, shown instanceof Draft ? shown : null);
    const read = reader?.() ?? null;
    return read === null ? null : anchorAt(replica.text, read.from, read.to);
  };
  const begin = () => {
    const anchor = selectedAnchor();
    if (anchor === null) return;
    setDraft(anchor);
    activate(null);
    showPanel('comments');
  };
  const takeReader = useCallback((next: (() => Stretch | null) | null) => setReader(() => next), []);
  const may = role !== null && mayComment(role);
  /** A comment on what is selected; else an answer to what is said where the cursor is. */
  const comment = () => {
    const here = editor === null ? null : threadAtCursor(editor);
    if (selectedAnchor() !== null) begin();
    else if (here !== null) reply(here);
    else toast(t('comments.selectFirst'));
  };
  useShortcut('comment', () => (may ? comment() : undefined));

  return {
    threads,
    error,
    open: open.length,
    draft,
    active,
    writing,
    begin: may ? begin : null,
    endDraft: () => setDraft(null),
    activate,
    reply,
    show,
    selectedAnchor,
    news,
    setEditor,
    inView: { threads, active, show, begin: may ? begin : null, setReader: takeReader },
  };
}

/** Of the text, in UTF-16 units. */
interface Stretch {
  from: number;
  to: number;
}

const NONE = { active: null, writing: 0 };

/** A letter leads to one thread: `?thread=`. */
function useAskedFor(threads: Thread[] | undefined, show: (thread: string) => void): void {
  const [params] = useSearchParams();
  const wanted = threads?.find(({ id }) => id === params.get('thread'))?.id;
  const [followed, setFollowed] = useState<string | undefined>(undefined);
  if (wanted === followed) return;
  setFollowed(wanted);
  if (wanted !== undefined) show(wanted);
}

function usePins(editor: EditorView | null, shown: EditorText | null, threads: Thread[] | undefined): void {
  useEffect(() => {
    if (editor === null || shown === null || threads === undefined) return;
    const open = threads.filter(({ status }) => status === 'open');
    pinThreads(
      editor,
      shown,
      open.map(({ id, anchor, comments }) => ({ id, anchor, comments: comments.length })),
    );
  }, [editor, shown, threads]);
}

/** Comments hang on the document's own text: words that a draft adds have no place there yet. */
function selectionOf(editor: EditorView, replica: Replica, draft: Draft | null): NewAnchor | null {
  const { main } = editor.state.selection;
  const placed = (offset: number) => (draft === null ? offset : inDocument(draft.view().parts, offset));
  const [from, to] = [placed(main.from), placed(main.to)];
  return from === to ? null : anchorAt(replica.text, from, to);
}
