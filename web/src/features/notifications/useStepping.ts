import { useEffect, type RefObject } from 'react';

/** J and K go from entry to entry, where nothing is being written: the focus moves to each entry's link. */
export function useStepping(list: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const by = event.key === 'j' ? 1 : event.key === 'k' ? -1 : 0;
      if (by === 0 || event.ctrlKey || event.altKey || event.metaKey || isWriting(event.target)) return;
      const entries = [...(list.current?.querySelectorAll('[data-entry]') ?? [])];
      const at = entries.findIndex((entry) => entry.contains(document.activeElement));
      const next = entries[at === -1 ? 0 : Math.min(entries.length - 1, Math.max(0, at + by))];
      const link = next?.querySelector('a');
      if (link == null) return;
      event.preventDefault();
      link.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [list]);
}

const isWriting = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
