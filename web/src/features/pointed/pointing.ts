/** Words of the text that something hangs on, pointed at, and where they are on the screen. */
export interface Pointed {
  kind: 'thread' | 'change';
  id: string;
  at: DOMRect;
}

/** So long the pointer rests before a card comes, and so long the card waits for it to come over. */
const REST = 300;
const MARK = '.mdr-commented, .mdr-read-mark, [data-change]';
/** Whoever is over the card still points at the same. */
export const CARD = 'data-pointed-card';

/**
 * Follows the pointer over the marks in the text, and tells what it rests on; null once it has left that and its card,
 * when Escape is pressed, and when the words move away from under the card.
 */
export function followPointing(tell: (pointed: Pointed | null) => void): () => void {
  let shown: string | null = null;
  let over: string | null = null;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const show = (pointed: Pointed) => {
    shown = pointed.id;
    tell(pointed);
  };
  const hide = () => {
    clearTimeout(waiting);
    if (shown === null) return;
    shown = null;
    tell(null);
  };
  const moved = ({ target, clientX, clientY, pointerType, buttons }: PointerEvent) => {
    // A finger opens what it touches, and who selects words doesn't point at them.
    if (pointerType === 'touch' || buttons !== 0 || !(target instanceof Element)) return;
    const mark = target.closest(MARK);
    const pointed = mark === null ? null : hangingOn(mark);
    if (pointed?.id === over) return;
    over = pointed?.id ?? null;
    clearTimeout(waiting);
    if (mark === null || pointed === null) {
      if (!isInCard(target)) waiting = setTimeout(hide, REST);
    } else if (pointed.id !== shown)
      waiting = setTimeout(() => show({ ...pointed, at: lineAt(mark, clientX, clientY) }), REST);
  };
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || shown === null) return;
    // It means the card, and not what lies below.
    event.preventDefault();
    event.stopPropagation();
    hide();
  };
  const left = ({ target }: Event) => {
    if (!isInCard(target)) hide();
  };
  document.addEventListener('pointerover', moved);
  document.addEventListener('keydown', key, { capture: true });
  for (const type of LEAVING) document.addEventListener(type, left, { capture: true, passive: true });
  return () => {
    clearTimeout(waiting);
    document.removeEventListener('pointerover', moved);
    document.removeEventListener('keydown', key, { capture: true });
    for (const type of LEAVING) document.removeEventListener(type, left, { capture: true });
  };
}

const LEAVING = ['pointerdown', 'beforeinput', 'scroll'] as const;

const isInCard = (target: EventTarget | null) => target instanceof Element && target.closest(`[${CARD}]`) !== null;

function hangingOn(mark: Element): Omit<Pointed, 'at'> {
  const change = mark.getAttribute('data-change');
  return change === null
    ? { kind: 'thread', id: mark.getAttribute('data-thread') ?? '' }
    : { kind: 'change', id: change };
}

/** Words that go over several lines are as wide as the page: the card stands at the line that is pointed at. */
function lineAt(mark: Element, x: number, y: number): DOMRect {
  const isAt = ({ top, bottom, left, right }: DOMRect) => top <= y && y <= bottom && left <= x && x <= right;
  return [...mark.getClientRects()].find(isAt) ?? mark.getBoundingClientRect();
}
