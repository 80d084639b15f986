import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Me, Role } from '../../api/types';
import { Draft, NO_DRAFT, type DraftView } from '../../sync/draft';
import type { Replica } from '../../sync/replica';
import { mayEdit } from '../../sync/ticket';
import { mayComment } from '../comments/mayComment';
import { sendDraft } from './sendDraft';

/** Whether what is typed here is written into the document, or suggested. */
export interface Suggesting {
  /** What is typed is suggested. */
  on: boolean;
  /** Null for those who can't choose. */
  choose: ((on: boolean) => void) | null;
  /** Null until it is open. */
  draft: Draft | null;
  view: DraftView;
  state: 'idle' | 'sending' | 'sent';
  send: (message: string) => Promise<void>;
  discard: () => Promise<void>;
}

const nothing = () => () => undefined;
const noDraft = () => NO_DRAFT;

export function useDraft(documentId: string, me: Me, role: Role | null, replica: Replica | null): Suggesting {
  const [chosen, choose] = useChoice(documentId);
  const mayChoose = role !== null && mayEdit(role);
  const on = role !== null && mayComment(role) && (!mayChoose || chosen);
  const [draft, setDraft] = useState<Draft | null>(null);
  // A draft that was sent or thrown away is followed by an empty one.
  const [generation, setGeneration] = useState(0);
  const [state, setState] = useState<Suggesting['state']>('idle');
  const view = useSyncExternalStore(draft?.subscribe ?? nothing, draft?.view ?? noDraft);

  useEffect(() => {
    if (!on || replica === null) return;
    let left = false;
    const opened = new Draft({ userId: me.id, documentId, epoch: replica.epoch }, replica);
    void opened.load().then(() => {
      if (!left) setDraft(opened);
    });
    return () => {
      left = true;
      setDraft(null);
      opened.close();
    };
  }, [on, replica, generation, documentId, me.id]);

  const end = async (ended: Draft) => {
    await ended.forget();
    setGeneration((before) => before + 1);
  };
  const send = async (message: string) => {
    if (draft === null) return;
    setState('sending');
    try {
      await sendDraft(documentId, draft, message);
    } catch (error) {
      setState('idle');
      throw error;
    }
    await end(draft);
    setState('sent');
  };
  const discard = async () => {
    if (draft === null) return;
    await end(draft);
    setState('idle');
  };
  const hasChanges = view.changes.length > 0;
  return {
    on,
    choose: mayChoose ? choose : null,
    draft,
    view,
    state: state === 'sent' && hasChanges ? 'idle' : state,
    send,
    discard,
  };
}

/** Kept on this device, so that a draft is found again where it was left. */
function useChoice(documentId: string): [boolean, (on: boolean) => void] {
  const key = `mdreader.suggesting.${documentId}`;
  const [chosen, setChosen] = useState(() => {
    try {
      return localStorage.getItem(key) !== null;
    } catch {
      return false;
    }
  });
  const choose = (on: boolean) => {
    setChosen(on);
    try {
      if (on) localStorage.setItem(key, 'on');
      else localStorage.removeItem(key);
    } catch {
      // The choice then lasts as long as the page.
    }
  };
  return [chosen, choose];
}
