import { Suspense, useEffect, useState } from 'react';
import { lazyPart } from '../../app/lazyPart';
import type { Comments } from '../comments/useComments';
import type { Suggestions } from '../suggestions/useSuggestions';
import { followPointing, type Pointed } from './pointing';

interface PointedCardsProps {
  comments: Pick<Comments, 'threads'>;
  suggestions: Pick<Suggestions, 'open' | 'decide' | 'show'>;
}

// It comes when somebody points; where it can't be loaded, a click leads to the same.
const PointedThread = lazyPart(
  async () => (await import('./PointedCard')).PointedThread,
  () => null,
);
const PointedChange = lazyPart(
  async () => (await import('./PointedCard')).PointedChange,
  () => null,
);

/** A small card beside the words that somebody points at, with what hangs on them. */
export function PointedCards({ comments, suggestions }: PointedCardsProps) {
  const [pointed, setPointed] = useState<Pointed | null>(null);
  useEffect(() => followPointing(setPointed), []);
  if (pointed === null) return null;
  const { kind, id, at } = pointed;
  const thread = kind === 'thread' ? comments.threads?.find((one) => one.id === id) : undefined;
  const suggestion =
    kind === 'change' ? suggestions.open.find(({ hunks }) => hunks.some((hunk) => hunk.id === id)) : undefined;
  return (
    <Suspense fallback={null}>
      {thread !== undefined && <PointedThread at={at} thread={thread} />}
      {suggestion !== undefined && (
        <PointedChange
          at={at}
          suggestion={suggestion}
          change={id}
          onShow={() => {
            setPointed(null);
            suggestions.show(id);
          }}
          onDecide={suggestions.decide}
        />
      )}
    </Suspense>
  );
}
