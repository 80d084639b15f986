import { useEffect, useState } from 'react';

/** The value as it stood when it last rested for the time. */
export function useDebounced<T>(value: T, pause: number): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const waiting = setTimeout(() => setRested(value), pause);
    return () => clearTimeout(waiting);
  }, [value, pause]);
  return rested;
}
