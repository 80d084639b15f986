import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
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
  /** What wasn't sent when the right to suggest, or the text that it was made for, went away. */
  leftover: { text: string; changes: number } | null;
  forgetLeftover: () => void;
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
  const [leftover, setLeftover] = useState<Suggesting['leftover']>(null);
  // The draft that the person has closed themselves.
  const put = useRef<Draft | null>(null);
  const [state, setState] = useState<Suggesting['state']>('idle');
  const view = useSyncExternalStore(draft?.subscribe ?? nothing, draft?.view ?? noDraft);

  useEffect(() => {
    if (!on || replica === null) return;
    let left = false;
    const opened = new Draft({ userId: me.id, documentId, epoch: replica.epoch }, replica, () => {
      put.current = opened;
      setGeneration((before) => before + 1);
    });
    void opened.load().then(() => {
      if (left) return;
      setDraft(opened);
      if (opened.view().changes.length > 0) setLeftover(null);
    });
    return () => {
      left = true;
      setDraft(null);
      const { changes } = opened.view();
      if (changes.length > 0 && put.current !== opened)
        setLeftover({ text: opened.text.toJSON(), changes: changes.length });
      opened.close();
    };
  }, [on, replica, generation, documentId, me.id]);

  const end = async (ended: Draft) => {
    put.current = ended;
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
  // Who becomes an editor meanwhile finds the draft where it was.
  if (hasChanges && !mayChoose && !chosen) choose(true);
  return {
    on,
    choose: mayChoose
      ? (next) => {
          put.current = draft;
          choose(next);
        }
      : null,
    draft,
    view,
    state: state === 'sent' && hasChanges ? 'idle' : state,
    send,
    discard,
    // Opened again on the same text, it is where it was.
    leftover: hasChanges ? null : leftover,
    forgetLeftover: () => setLeftover(null),
  };
}

/** Kept on this device, so that a draft is found again where it was left. */
function useChoice(documentId: string): [boolean, (on: boolean) => void] {
  const [chosen, choose] = useState(() => keptChoice(documentId));
  useEffect(() => keepChoice(documentId, chosen), [documentId, chosen]);
  return [chosen, choose];
}

const keyOf = (documentId: string) => `mdreader.suggesting.${documentId}`;

function keptChoice(documentId: string): boolean {
  try {
    return localStorage.getItem(keyOf(documentId)) !== null;
  } catch {
    return false;
  }
}

function keepChoice(documentId: string, on: boolean): void {
  try {
    if (on) localStorage.setItem(keyOf(documentId), 'on');
    else localStorage.removeItem(keyOf(documentId));
  } catch {
    // The choice then lasts as long as the page.
  }
}
