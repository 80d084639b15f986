import { useLayoutEffect, useState, type RefObject } from 'react';

/** Beyond what is in sight so many rows are there already; and rows come and go so many at a time. */
const MARGIN = 10;
/** Before anything is measured. */
const FIRST: InSight = { from: 0, to: 4 * MARGIN, height: 32 };

export interface InSight {
  from: number;
  /** Behind the last one. */
  to: number;
  /** Of each row, in pixels. */
  height: number;
}

/**
 * Which of the rows of a long list are in sight, or nearly so. All are as high as the first one that is there.
 *
 * @param isFilled whether there are any.
 */
export function useRowsInSight(scroller: RefObject<HTMLElement | null>, isFilled: boolean): InSight {
  const [inSight, setInSight] = useState(FIRST);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const look = () =>
      setInSight((before) => {
        const measured = element.querySelector<HTMLElement>('[data-row]')?.offsetHeight ?? 0;
        const height = measured > 0 ? measured : before.height;
        const now = rowsWithin(element.scrollTop, element.clientHeight, height);
        return now.from === before.from && now.to === before.to && now.height === before.height ? before : now;
      });
    look();
    element.addEventListener('scroll', look, { passive: true });
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      sizes.disconnect();
    };
  }, [scroller, isFilled]);
  return inSight;
}

export function rowsWithin(top: number, space: number, height: number): InSight {
  const from = Math.max(0, MARGIN * (Math.floor(top / height / MARGIN) - 1));
  const to = MARGIN * (Math.ceil((top + space) / height / MARGIN) + 1);
  return { from, to, height };
}

/** Those in sight, and the one that must stay: it may have the focus. In their order. */
export function placesSeen({ from, to }: InSight, count: number, kept: number): number[] {
  const seen = Array.from({ length: Math.max(0, Math.min(to, count) - from) }, (_, index) => from + index);
  if (kept < 0 || kept >= count || seen.includes(kept)) return seen;
  return kept < from ? [kept, ...seen] : [...seen, kept];
}
