import { useEffect, useEffectEvent, useState } from 'react';
import { followPerson } from '../../editor/followPerson';
import type { EditorText } from '../../sync/editorText';
import type { Person } from '../../sync/people';
import type { Panes } from './usePanes';

/** Whose cursor is kept in sight, until one goes one's own way. */
export interface Following {
  person: Person | null;
  /** Null ends it. */
  follow: (id: string | null) => void;
}

export function useFollowing(people: Person[]): Following {
  const [id, follow] = useState<string | null>(null);
  const person = people.find((one) => one.id === id && !one.isMe && !one.isAssistant) ?? null;
  // Who left and comes back later doesn't take anybody along.
  if (id !== null && person === null) follow(null);
  return { person, follow };
}

/** Goes along with them; says whether they have a cursor in the text. */
export function useGoingAlong({ person, follow }: Following, shown: EditorText | null, panes: Panes): boolean {
  const [found, setFound] = useState(true);
  const id = person?.id ?? null;
  const told = useEffectEvent((place: number | null) => {
    setFound(place !== null);
    if (place !== null && shown !== null) panes.reveal(place, () => shown.text.toJSON());
  });
  const stop = useEffectEvent(() => follow(null));
  const { editor } = panes;

  useEffect(() => {
    if (id === null || shown === null) return;
    return followPerson(shown, id, (place) => told(place));
    // In another mode there is another editor, which has to be brought there.
  }, [id, shown, editor]);

  useEffect(() => {
    if (id === null) return;
    const onKey = ({ key, defaultPrevented }: KeyboardEvent) => {
      if (key === 'Escape' && !defaultPrevented) stop();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [id]);
  return found;
}
