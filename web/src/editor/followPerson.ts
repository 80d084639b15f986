import { readUser } from '../sync/people';
import type { EditorText } from '../sync/editorText';
import { readCursors } from './remoteCursors';

interface AwarenessChange {
  added: number[];
  updated: number[];
}

/**
 * Says where somebody's cursor is in the text, in UTF-16 units, now and whenever that may differ; null while they have
 * none in it. Of several tabs of theirs it is the one that moved last. Call what is returned to end it.
 */
export function followPerson(shown: EditorText, person: string, at: (place: number | null) => void): () => void {
  const { awareness, text } = shown;
  let latest: number | null = null;
  let waiting = false;
  let ended = false;
  // A microtask later all is here that the positions speak of, and many changes are one.
  const soon = () => {
    if (waiting) return;
    waiting = true;
    queueMicrotask(() => {
      waiting = false;
      if (!ended) at(placeIn(shown, person, latest));
    });
  };
  const moved = ({ added, updated }: AwarenessChange) => {
    const states = awareness.getStates();
    const isTheirs = (client: number) => {
      const user = readUser(states.get(client));
      return user?.id === person && user.agent === null;
    };
    latest = [...added, ...updated].findLast(isTheirs) ?? latest;
    soon();
  };
  awareness.on('change', moved);
  text.observe(soon);
  soon();
  return () => {
    ended = true;
    awareness.off('change', moved);
    text.unobserve(soon);
  };
}

function placeIn(shown: EditorText, person: string, latest: number | null): number | null {
  const theirs = readCursors(shown).filter(({ user, isAssistant }) => user === person && !isAssistant);
  return (theirs.find(({ client }) => client === latest) ?? theirs.at(-1))?.head ?? null;
}
