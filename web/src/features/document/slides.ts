/** The blocks of a rendered text by slide: a line across the page ends one. Slides without anything are none. */
export function slidesOf<Block>(blocks: readonly Block[], endsSlide: (block: Block) => boolean): Block[][] {
  const slides: Block[][] = [[]];
  for (const block of blocks) {
    if (endsSlide(block)) slides.push([]);
    else slides.at(-1)?.push(block);
  }
  return slides.filter(({ length }) => length > 0);
}

export type Step = 'next' | 'previous' | 'first' | 'last';

/** What keys mean to whoever presents, also those of the small remote controls. */
const KEYS: Record<string, Step> = {
  ArrowRight: 'next',
  ArrowDown: 'next',
  PageDown: 'next',
  ' ': 'next',
  ArrowLeft: 'previous',
  ArrowUp: 'previous',
  PageUp: 'previous',
  Home: 'first',
  End: 'last',
};

export const stepOf = (key: string): Step | null => KEYS[key] ?? null;

export function slideAfter(step: Step, at: number, count: number): number {
  switch (step) {
    case 'next':
      return Math.min(count - 1, at + 1);
    case 'previous':
      return Math.max(0, at - 1);
    case 'first':
      return 0;
    case 'last':
      return Math.max(0, count - 1);
  }
}
