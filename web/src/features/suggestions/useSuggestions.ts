import type { EditorView } from '@codemirror/view';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useProblemText } from '../../app/useProblemText';
import { useShortcut } from '../../app/useShortcut';
import type { Suggestion } from '../../api/types';
import { useToast } from '../../design/Toasts';
import { markActiveChange, rangesOf, showSuggested } from '../../editor/suggestedChanges';
import type { EditorText } from '../../sync/editorText';
import type { LiveDocument } from '../../sync/liveDocument';
import type { LiveView } from '../../sync/liveView';
import { colourOf } from '../../sync/people';
import { mayEdit } from '../../sync/ticket';
import type { PanelName } from '../document/usePanel';
import { useReconnected } from '../document/useReconnected';
import { suggestionsQuery, useDeciding, type Decision } from './queries';
import { useAcceptFrom } from './useAcceptFrom';

/** The suggestions of the document that is open, between its text and the panel beside it. */
export interface Suggestions {
  all: Suggestion[] | undefined;
  error: Error | null;
  open: Suggestion[];
  /** A change of one of them. */
  active: string | null;
  activate: (change: string | null) => void;
  /** From the text: its card in the panel. */
  show: (change: string) => void;
  /** Null for those who may not decide. */
  decide: ((decision: Decision) => void) | null;
  /** Several of one person, at once; null for those who may not. */
  acceptFrom: ((suggestions: Suggestion[]) => void) | null;
  withdraw: (suggestion: string) => void;
  /** What has just happened, for those who don't look. */
  news: string;
  setEditor: (editor: EditorView | null) => void;
}

export function useSuggestions(
  documentId: string,
  live: LiveDocument,
  view: LiveView,
  shown: EditorText | null,
  showPanel: (panel: PanelName) => void,
): Suggestions {
  const { role } = view;
  const { t } = useTranslation();
  const toast = useToast();
  const textOf = useProblemText();
  const queries = useQueryClient();
  const { data: all, error } = useQuery(suggestionsQuery(documentId));
  const [editor, setEditor] = useState<EditorView | null>(null);
  const [active, setActive] = useState<string | null>(null);
  const [news, setNews] = useState('');
  const deciding = useDeciding(documentId);
  const acceptFrom = useAcceptFrom(deciding);
  const open = (all ?? []).filter(({ status }) => status === 'open');
  const changes = open.flatMap(({ author, hunks }) =>
    hunks.filter(({ status }) => status === 'open').map((hunk) => ({ ...hunk, colour: colourOf(author.id) })),
  );

  useEffect(() => {
    const stop = live.onEvent(({ type }) => {
      if (type === 'suggestions') void queries.invalidateQueries(suggestionsQuery(documentId));
    });
    return () => void stop();
  }, [live, queries, documentId]);

  useReconnected(live, () => void queries.invalidateQueries(suggestionsQuery(documentId)));

  const display = useEffectEvent(() => {
    if (editor !== null && shown !== null) showSuggested(editor, shown, changes);
  });
  useEffect(() => display(), [editor, shown, all]);
  useEffect(() => {
    if (editor !== null && shown !== null) markActiveChange(editor, shown, active);
  }, [editor, shown, active]);

  useAskedFor(all, (change) => {
    setActive(change);
    showPanel('suggestions');
  });

  const decide = (decision: Decision) =>
    deciding.decide.mutate(decision, {
      onSuccess: () => {
        setActive(null);
        setNews(t(decision.how === 'accept' ? 'suggestions.nowAccepted' : 'suggestions.nowRejected'));
      },
      onError: (failure) => toast(textOf(failure)),
    });
  const mayDecide = role !== null && mayEdit(role);

  const step = (by: 1 | -1) => {
    const order = inOrder(changes, shown);
    if (order.length === 0) return;
    const at = order.findIndex(({ id }) => id === active);
    const next = order[(at === -1 ? (by === 1 ? 0 : order.length - 1) : at + by + order.length) % order.length];
    if (next === undefined) return;
    setActive(next.id);
    showPanel('suggestions');
    setNews(t('suggestions.change', { before: next.before || '—', after: next.after || '—' }));
  };
  const decideActive = (how: Decision['how']) => {
    const suggestion = open.find(({ hunks }) => hunks.some(({ id }) => id === active));
    if (mayDecide && suggestion !== undefined && active !== null)
      decide({ suggestion: suggestion.id, how, hunks: [active] });
  };
  useKeys({ step, decide: decideActive });

  return {
    all,
    error,
    open,
    active,
    activate: setActive,
    show: (change) => {
      setActive(change);
      showPanel('suggestions');
    },
    decide: mayDecide ? decide : null,
    acceptFrom: mayDecide ? acceptFrom : null,
    withdraw: (suggestion) =>
      deciding.withdraw.mutate(suggestion, {
        onSuccess: () => setNews(t('suggestions.nowWithdrawn')),
        onError: (failure) => toast(textOf(failure)),
      }),
    news,
    setEditor,
  };
}

type Place = Parameters<typeof rangesOf>[0][number];

/** In the order of the text; those without a place last. */
export function inOrder<T extends Place>(changes: T[], shown: EditorText | null): T[] {
  if (shown === null) return changes;
  const ranges = rangesOf(changes, shown.text);
  const places = new Map(changes.map((change, index) => [change, ranges[index]?.from ?? Infinity]));
  const placeOf = (change: T) => places.get(change) ?? Infinity;
  return [...changes].sort((a, b) => (placeOf(a) === placeOf(b) ? 0 : placeOf(a) - placeOf(b)));
}

/** A letter or a notice leads to one suggestion: `?suggestion=`. */
function useAskedFor(all: Suggestion[] | undefined, show: (change: string) => void): void {
  const [params] = useSearchParams();
  const wanted = all?.find(({ id }) => id === params.get('suggestion'))?.hunks[0]?.id;
  const [followed, setFollowed] = useState<string | undefined>(undefined);
  if (wanted === followed) return;
  setFollowed(wanted);
  if (wanted !== undefined) show(wanted);
}

/** From change to change, and a decision on the one that is marked. */
function useKeys(run: { step: (by: 1 | -1) => void; decide: (how: Decision['how']) => void }): void {
  useShortcut('nextChange', () => run.step(1));
  useShortcut('previousChange', () => run.step(-1));
  useShortcut('accept', () => run.decide('accept'));
  useShortcut('reject', () => run.decide('reject'));
}
