import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import type { DocumentInfo } from '../../api/types';
import { Draft } from '../../sync/draft';
import type { EditorText } from '../../sync/editorText';
import type { LiveView } from '../../sync/liveDocument';
import { Replica } from '../../sync/replica';
import { Place, Scribe } from '../../sync/scribe';
import { mayEdit } from '../../sync/ticket';
import { useIsGuest } from '../auth/useSession';
import { mayComment } from '../comments/mayComment';
import { suggestionsQuery, useDeciding } from '../suggestions/queries';
import { workspacesQuery } from '../workspace/queries';
import type { Answer, Assistant, Manner, Outcome, Selection } from './answer';
import { askModel } from './askModel';
import { suggestAt } from './deliver';
import { hideAssistant, showAssistant } from './participant';
import { asParagraph, fitted, isEdit, messagesFor, type Task } from './prompts';
import { configQuery, usageQuery } from './queries';

/** Where an answer belongs, and who brings it there. */
interface Job {
  place: Place;
  replaced: string;
  scribe: Scribe | null;
  abort: AbortController;
}

/** The assistant of one document; null where the server has none, or this person may not have it. */
export function useAssistant(info: DocumentInfo, view: LiveView, shown: EditorText | null): Assistant | null {
  const { t } = useTranslation();
  const isGuest = useIsGuest();
  const queries = useQueryClient();
  const { data: config } = useQuery({ ...configQuery, enabled: !isGuest });
  const { data: workspaces } = useQuery({ ...workspacesQuery, enabled: !isGuest });
  const { withdraw } = useDeciding(info.id);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [chosen, chooseManner] = useState<Manner>('suggest');
  const [model, chooseModel] = useState<string | null>(null);
  const job = useRef<Job | null>(null);
  const { replica, role } = view;

  // A document, or a text of it, that isn't shown any more has no use for an answer.
  useEffect(
    () => () => {
      end(job);
      setAnswer(null);
    },
    [shown],
  );

  if (config?.features.assistant !== true || isGuest) return null;

  const change = (changed: Partial<Answer>) => setAnswer((before) => before && { ...before, ...changed });
  const mayChange = role !== null && mayComment(role);
  const mayWrite = role !== null && mayEdit(role);
  // What is written into a draft is a suggestion already, or becomes one with the rest of it.
  const manner: Manner = shown instanceof Draft ? 'write' : mayWrite ? chosen : 'suggest';

  const writes = manner === 'write' && shown?.canEdit === true;

  const deliver = async (current: Job, task: Task, said: string): Promise<Outcome | null> => {
    if (shown === null || said.trim() === '') return null;
    const { place, replaced } = current;
    const before = shown.text.toJSON().slice(0, place.range().from);
    const words = isEdit(task) ? fitted(said, replaced) : asParagraph(said, before);
    if (writes) {
      current.scribe ??= new Scribe(shown, place);
      current.scribe.replace(words);
      return { kind: 'written' };
    }
    if (!(shown instanceof Replica)) return null;
    const suggestion = await suggestAt(info.id, shown, place, words, t(`assistant.made_${task}`));
    void queries.invalidateQueries(suggestionsQuery(info.id));
    return { kind: 'suggested', suggestion };
  };

  const bring = async (current: Job, task: Task, said: string) => {
    change({ state: 'delivering', error: null });
    try {
      change({ outcome: await deliver(current, task, said), state: 'whole' });
    } catch (error) {
      change({ state: 'failed', error });
    }
  };

  const ask = async (task: Task, words: string, selection: Selection | null) => {
    if (shown === null || replica === null) return;
    end(job);
    const text = shown.text.toJSON();
    const { from, to } = selection ?? { from: text.length, to: text.length };
    const wish = { task, words, text, from: task === 'continue' ? to : from, to };
    setAnswer({ task, words, text: '', state: 'writing', error: null, outcome: null });
    const messages = messagesFor(wish, config.limits.assistantPromptBytes ?? 0);
    if (messages === null) {
      change({ state: 'failed', error: new Problem(413, 'assistant-too-much', t('assistant.tooMuch')) });
      return;
    }
    // Only a rewriting takes the place of what is selected; everything else comes behind it.
    const start = task === 'rewrite' ? from : to;
    const place = new Place(shown, start, to);
    const current: Job = { place, replaced: text.slice(start, to), scribe: null, abort: new AbortController() };
    job.current = current;
    // A continuation that is written at once is written while it comes.
    if (task === 'continue' && writes) current.scribe = new Scribe(shown, place);
    // In a draft it stands in words that the others don't have.
    const show = (at: Selection) => showAssistant(replica, isEdit(task) && shown === replica ? at : null);
    show(place.range());
    const isReplaced = () => job.current !== null && job.current !== current;
    let said = '';
    const written = (): Outcome | null => (current.scribe === null || said === '' ? null : { kind: 'written' });
    try {
      const isMember = workspaces?.some(({ id }) => id === info.workspaceId) ?? false;
      const asked = { messages, model, workspaceId: isMember ? info.workspaceId : null };
      for await (const piece of askModel(asked, current.abort.signal)) {
        said += piece;
        change({ text: said });
        if (current.scribe === null) continue;
        current.scribe.write(piece);
        show({ from: current.scribe.at, to: current.scribe.at });
      }
      current.abort.signal.throwIfAborted();
      if (isEdit(task) && mayChange && current.scribe === null) await bring(current, task, said);
      else change({ state: 'whole', outcome: written() });
    } catch (error) {
      // Another question has taken its place, or the page is gone.
      if (job.current !== current) return;
      const state = current.abort.signal.aborted ? 'stopped' : 'failed';
      change({ state, error: state === 'failed' ? error : null, outcome: written() });
    } finally {
      if (!isReplaced()) hideAssistant(replica);
      void queries.invalidateQueries(usageQuery);
    }
  };

  return {
    answer,
    isBusy: answer?.state === 'writing' || answer?.state === 'delivering',
    manner,
    chooseManner: mayWrite && !(shown instanceof Draft) ? chooseManner : null,
    mayChange,
    model,
    chooseModel,
    ask: (task, words, selection) => void ask(task, words, selection),
    stop: () => job.current?.abort.abort(),
    use: () => {
      if (job.current !== null && answer !== null) void bring(job.current, answer.task, answer.text);
    },
    undo: () => {
      if (answer?.outcome?.kind === 'written') {
        takeBack(job);
        change({ outcome: null });
      } else if (answer?.outcome?.kind === 'suggested') {
        withdraw.mutate(answer.outcome.suggestion.id, {
          onSuccess: () => change({ outcome: null }),
          onError: (error) => change({ error }),
        });
      }
    },
  };
}

/** The place is then as it was, and may be written to again. */
function takeBack(job: RefObject<Job | null>): void {
  if (job.current?.scribe == null) return;
  job.current.scribe.undo();
  job.current.scribe.close();
  job.current.scribe = null;
}

function end(job: RefObject<Job | null>): void {
  job.current?.abort.abort();
  job.current?.scribe?.close();
  job.current = null;
}
