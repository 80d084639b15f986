import { useSyncExternalStore } from 'react';
import { sayings } from './said';

/** Always there: only what changes inside a region is read out; of it only what is new. */
export function Sayings() {
  const shown = useSyncExternalStore(sayings.subscribe, sayings.get);
  return (
    <div className="sr-only" role="status" aria-atomic="false">
      {shown.map(([part, text]) => (
        <p key={part}>{text}</p>
      ))}
    </div>
  );
}
