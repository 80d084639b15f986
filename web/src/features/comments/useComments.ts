import type { EditorView } from '@codemirror/view';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Thread } from '../../api/types';
import { useShortcut } from '../../app/useShortcut';
import { anchorAt } from '../../editor/commentAnchors';
import { markActiveThread, pinThreads } from '../../editor/commentPins';
import type { LiveDocument } from '../../sync/liveDocument';
import type { LiveView } from '../../sync/liveView';
import { Draft } from '../../sync/draft';
import { inDocument } from '../../sync/draftChanges';
import type { EditorText } from '../../sync/editorText';
import type { Replica } from '../../sync/replica';
import type { PanelName } from '../document/usePanel';
import { mayComment } from './mayComment';
import { threadsQuery, type NewAnchor } from './queries';

/** The comments of the document that is open, between its text and the panel beside it. */
export interface Comments {
  threads: Thread[] | undefined;
  error: Error | null;
  open: number;
  draft: NewAnchor | null;
  active: string | null;
  /** Null for those who may not. */
  begin: (() => void) | null;
  endDraft: () => void;
  activate: (thread: string | null) => void;
  /** From the text: its thread in the panel. */
  show: (thread: string) => void;
  selectedAnchor: () => NewAnchor | null;
  setEditor: (editor: EditorView | null) => void;
}

export function useComments(
  documentId: string,
  live: LiveDocument,
  { replica, role }: LiveView,
  shown: EditorText | null,
  showPanel: (panel: PanelName) => void,
): Comments {
  const queries = useQueryClient();
  const { data: threads, error } = useQuery(threadsQuery(documentId));
  const [editor, setEditor] = useState<EditorView | null>(null);
  const [draft, setDraft] = useState<NewAnchor | null>(null);
  const [active, setActive] = useState<string | null>(null);

  useEffect(() => {
    const stop = live.onEvent(({ type }) => {
      if (type === 'comments') void queries.invalidateQueries(threadsQuery(documentId));
    });
    return () => void stop();
  }, [live, queries, documentId]);

  const open = threads?.filter(({ status }) => status === 'open') ?? [];
  usePins(editor, shown, threads);
  useEffect(() => {
    if (editor !== null) markActiveThread(editor, active);
  }, [editor, active]);

  useAskedFor(threads, (thread) => {
    setActive(thread);
    showPanel('comments');
  });

  const selectedAnchor = () =>
    editor === null || replica === null ? null : selectionOf(editor, replica, shown instanceof Draft ? shown : null);
  const begin = () => {
    const anchor = selectedAnchor();
    if (anchor === null) return;
    setDraft(anchor);
    setActive(null);
    showPanel('comments');
  };
  const may = role !== null && mayComment(role);
  useShortcut('comment', () => (may ? begin() : undefined));

  return {
    threads,
    error,
    open: open.length,
    draft,
    active,
    begin: may ? begin : null,
    endDraft: () => setDraft(null),
    activate: setActive,
    show: (thread) => {
      setActive(thread);
      showPanel('comments');
    },
    selectedAnchor,
    setEditor,
  };
}

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
