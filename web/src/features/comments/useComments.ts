import type { EditorView } from '@codemirror/view';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Thread } from '../../api/types';
import { useHotkey } from '../../app/useHotkey';
import { anchorAt } from '../../editor/commentAnchors';
import { markActiveThread, pinThreads } from '../../editor/commentPins';
import type { LiveDocument, LiveView } from '../../sync/liveDocument';
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
  usePins(editor, replica, threads);
  useEffect(() => {
    if (editor !== null) markActiveThread(editor, active);
  }, [editor, active]);

  const selectedAnchor = () => (editor === null || replica === null ? null : selectionOf(editor, replica));
  const begin = () => {
    const anchor = selectedAnchor();
    if (anchor === null) return;
    setDraft(anchor);
    setActive(null);
    showPanel('comments');
  };
  const may = role !== null && mayComment(role);
  useHotkey('m', () => (may ? begin() : undefined), { alt: true });

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

function usePins(editor: EditorView | null, replica: Replica | null, threads: Thread[] | undefined): void {
  useEffect(() => {
    if (editor === null || replica === null || threads === undefined) return;
    const shown = threads.filter(({ status }) => status === 'open');
    pinThreads(
      editor,
      replica,
      shown.map(({ id, anchor, comments }) => ({ id, anchor, comments: comments.length })),
    );
  }, [editor, replica, threads]);
}

function selectionOf(editor: EditorView, replica: Replica): NewAnchor | null {
  const { from, to } = editor.state.selection.main;
  return from === to ? null : anchorAt(replica.text, from, to);
}
