import { useQuery, useQueryClient } from '@tanstack/react-query';
import { uuidv4 } from 'lib0/random';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { configQuery } from '../../api/config';
import { Problem } from '../../api/problem';
import type { DocumentInfo } from '../../api/types';
import { Draft } from '../../sync/draft';
import type { EditorText } from '../../sync/editorText';
import type { LiveView } from '../../sync/liveView';
import { Replica } from '../../sync/replica';
import { Place, Scribe } from '../../sync/scribe';
import { mayEdit } from '../../sync/ticket';
import { useIsGuest } from '../auth/useSession';
import { mayComment } from '../comments/mayComment';
import { suggestionsQuery, useDeciding } from '../suggestions/queries';
import { workspacesQuery } from '../workspace/queries';
import type { Assistant, Job, Manner, Outcome, Selection } from './answer';
import { askModel } from './askModel';
import { suggestAt } from './deliver';
import { hideAssistant, placeIn, showAssistant } from './participant';
import { asParagraph, fitted, isEdit, messagesFor, type Task } from './prompts';
import { usageQuery } from './queries';
import { useAnswers } from './useAnswers';

/** The assistant of one document; null where the server has none, or this person may not have it. */
export function useAssistant(info: DocumentInfo, view: LiveView, shown: EditorText | null): Assistant | null {
  const { t } = useTranslation();
  const isGuest = useIsGuest();
  const queries = useQueryClient();
  const { data: config } = useQuery({ ...configQuery, enabled: !isGuest });
  const { data: workspaces } = useQuery({ ...workspacesQuery, enabled: !isGuest });
  const { withdraw } = useDeciding(info.id);
  const { answers, begin, change, hasNewer, stop } = useAnswers(shown);
  const [chosen, chooseManner] = useState<Manner>('suggest');
  const [model, chooseModel] = useState<string | null>(null);
  const { replica, role } = view;

  if (config?.features.assistant !== true || isGuest) return null;

  const mayChange = role !== null && mayComment(role);
  const mayWrite = role !== null && mayEdit(role);
  // What is written into a draft is a suggestion already, or becomes one with the rest of it.
  const manner: Manner = shown instanceof Draft ? 'write' : mayWrite ? chosen : 'suggest';

  const writes = manner === 'write' && shown?.canEdit === true;

  const deliver = async (job: Job, task: Task, said: string): Promise<Outcome | null> => {
    if (shown === null || said.trim() === '') return null;
    const { place, replaced } = job;
    const before = shown.text.toJSON().slice(0, place.range().from);
    const words = isEdit(task) ? fitted(said, replaced) : asParagraph(said, before);
    if (writes) {
      job.scribe ??= new Scribe(shown, place);
      job.scribe.replace(words);
      return { kind: 'written' };
    }
    if (!(shown instanceof Replica)) return null;
    const suggestion = await suggestAt(info.id, shown, place, words, t(`assistant.made_${task}`));
    void queries.invalidateQueries(suggestionsQuery(info.id));
    return { kind: 'suggested', suggestion };
  };

  const bring = async (job: Job, task: Task, said: string) => {
    if (replica === null) return;
    change(job, { state: 'delivering', error: null });
    showAssistant(replica, placeIn(job.text, job.place.range()));
    try {
      change(job, { outcome: await deliver(job, task, said), state: 'whole' });
    } catch (error) {
      change(job, { state: 'failed', error });
    } finally {
      hideAssistant(replica);
    }
  };

  const ask = async (task: Task, words: string, selection: Selection | null) => {
    if (shown === null || replica === null) return;
    const text = shown.text.toJSON();
    const { from, to } = selection ?? { from: text.length, to: text.length };
    const wish = { task, words, text, from: task === 'continue' ? to : from, to };
    // Only a rewriting takes the place of what is selected; everything else comes behind it.
    const start = task === 'rewrite' ? from : to;
    const place = new Place(shown, start, to);
    const abort = new AbortController();
    const job: Job = {
      id: uuidv4(),
      text: shown,
      place,
      replaced: text.slice(start, to),
      scribe: null,
      abort,
    };
    begin({ job, task, words, text: '', state: 'writing', error: null, outcome: null });
    const messages = messagesFor(wish, config.limits.assistantPromptBytes ?? 0);
    if (messages === null) {
      change(job, { state: 'failed', error: new Problem(413, 'assistant-too-much', t('assistant.tooMuch')) });
      return;
    }
    // A continuation that is written at once is written while it comes.
    if (task === 'continue' && writes) job.scribe = new Scribe(shown, place);
    // Where no editor is open it is nowhere in the text.
    showAssistant(replica, selection && placeIn(shown, wish));
    let said = '';
    const written = (): Outcome | null => (job.scribe === null || said === '' ? null : { kind: 'written' });
    try {
      const isMember = workspaces?.some(({ id }) => id === info.workspaceId) ?? false;
      const asked = { messages, model, workspaceId: isMember ? info.workspaceId : null };
      for await (const piece of askModel(asked, abort.signal)) {
        said += piece;
        change(job, { text: said });
        if (job.scribe === null) continue;
        job.scribe.write(piece);
        showAssistant(replica, placeIn(shown, { from: job.scribe.at, to: job.scribe.at }));
      }
      abort.signal.throwIfAborted();
      if (isEdit(task) && mayChange && job.scribe === null) await bring(job, task, said);
      else change(job, { state: 'whole', outcome: written() });
    } catch (error) {
      const state = abort.signal.aborted ? 'stopped' : 'failed';
      change(job, { state, error: state === 'failed' ? error : null, outcome: written() });
    } finally {
      if (!hasNewer(job)) hideAssistant(replica);
      void queries.invalidateQueries(usageQuery);
    }
  };

  return {
    answers,
    isBusy: answers.some(({ state }) => state === 'writing' || state === 'delivering'),
    manner,
    chooseManner: mayWrite && !(shown instanceof Draft) ? chooseManner : null,
    mayChange,
    model,
    chooseModel,
    ask: (task, words, selection) => void ask(task, words, selection),
    stop,
    use: ({ job, task, text }) => void bring(job, task, text),
    undo: ({ job, outcome }) => {
      if (outcome?.kind === 'written') {
        takeBack(job);
        change(job, { outcome: null });
      } else if (outcome?.kind === 'suggested') {
        withdraw.mutate(outcome.suggestion.id, {
          onSuccess: () => change(job, { outcome: null }),
          onError: (error) => change(job, { error }),
        });
      }
    },
  };
}

/** The place is then as it was, and may be written to again. */
function takeBack(job: Job): void {
  job.scribe?.undo();
  job.scribe?.close();
  job.scribe = null;
}
