import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import type { Thread } from '../../api/types';
import type { Replica } from '../../sync/replica';
import { LostPins } from './lostPins';
import { threadsQuery, useCommenting } from './queries';

/** What is cut is mostly pasted at once, and the server has to have it before it can look. */
const PAUSE = 1_000;

/** Brings comments back whose words were cut out and stand in the text again. */
export function useLostPins(
  documentId: string,
  replica: Replica | null,
  threads: Thread[] | undefined,
  mayComment: boolean,
): void {
  const queries = useQueryClient();
  const { change } = useCommenting(documentId);
  const [pins] = useState(() => new LostPins());
  const open = () => threads?.filter(({ status }) => status === 'open') ?? [];
  const look = useEffectEvent((text: Replica['text']) => {
    const { asks, returned } = pins.look(open(), text);
    if (asks) void queries.invalidateQueries(threadsQuery(documentId));
    if (mayComment) for (const one of returned) change.mutate(one);
  });
  const answered = useEffectEvent((text: Replica['text']) => void pins.look(open(), text));

  useEffect(() => {
    if (replica !== null && threads !== undefined) answered(replica.text);
  }, [replica, threads]);

  useEffect(() => {
    if (replica === null) return;
    const { text } = replica;
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const changed = () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => look(text), PAUSE);
    };
    text.observe(changed);
    return () => {
      clearTimeout(waiting);
      text.unobserve(changed);
    };
  }, [replica]);
}
