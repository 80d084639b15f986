import { useEffect, useState } from 'react';

/** What each part of the page has to say to those who don't see it. */
const said = new Map<number, string>();
let parts = 0;
const listeners = new Set<() => void>();
let shown: readonly (readonly [part: number, text: string])[] = [];

function tell(): void {
  shown = [...said];
  for (const listener of listeners) listener();
}

/** In the page's one region that is read out when it changes: several of them would talk over each other. */
export const sayings = {
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  /** A new list whenever something differs; the oldest part stands first. */
  get: () => shown,
};

/**
 * Has a text read out once the reader pauses, and again whenever it is another one.
 *
 * @param text empty where there is nothing to know.
 */
export function useSaid(text: string): void {
  const [part] = useState(() => ++parts);
  useEffect(() => {
    if (text === '') return;
    said.set(part, text);
    tell();
    return () => {
      said.delete(part);
      tell();
    };
  }, [part, text]);
}
