import { useEffect } from 'react';

const FOCUSABLE = '.cm-content, a[href], button:not(:disabled), input:not(:disabled), select, textarea, [tabindex="0"]';

/** F6 goes from part to part of the page, with Shift backwards: what is marked with `data-region`. */
export function useRegions(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'F6' || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      nextRegion(event.shiftKey ? -1 : 1);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

function nextRegion(by: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')];
  // A panel lies within the part that it stands beside: the innermost one counts.
  const at = regions.findLastIndex((region) => region.contains(document.activeElement));
  const next = regions[at === -1 ? 0 : (at + by + regions.length) % regions.length];
  if (next !== undefined) focusWithin(next);
}

/** A part of the page that can't have the focus itself gives it to what can. */
export function focusWithin(part: HTMLElement): void {
  if (part.matches(FOCUSABLE)) part.focus();
  else (part.querySelector<HTMLElement>(FOCUSABLE) ?? part).focus();
}
