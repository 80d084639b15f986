import { useEffect, type RefObject } from 'react';

const FOCUSABLE = '.cm-content, a[href], button:not(:disabled), input:not(:disabled), select, textarea, [tabindex="0"]';
/** What stands among others like it, so that the next of them takes its place. */
const ENTRY = 'li, tr, article';

interface Spot {
  element: Element;
  /** From the inside out: what it stood in, and at which place. */
  around: { parent: Element; at: number; isEntry: boolean }[];
}

/**
 * Where what has the focus goes away (a thread that was resolved, a row that was deleted), the focus goes to what stands
 * in its place then, and not to nowhere, from where the keys would have to walk through the whole page again.
 */
export function useKeptFocus(within: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const root = within.current;
    return root === null ? undefined : keepFocus(root);
  }, [within]);
}

export function keepFocus(root: HTMLElement): () => void {
  let spot: Spot | null = null;
  /** It has gone, and the focus is about to go on from there. */
  let left: Spot | null = null;
  const focused = ({ target }: FocusEvent) => {
    spot = target instanceof Element && target !== root ? { element: target, around: around(target, root) } : null;
  };
  // A click beside everything takes the focus away on purpose, and a menu that is opened is about to take it.
  const pointed = () => {
    spot = null;
    left = null;
  };
  const seen = new MutationObserver(() => {
    if (spot === null || spot.element.isConnected) return;
    const gone = spot;
    spot = null;
    left = gone;
    // Whoever took it away may know better where to go on, and says so in an effect: those run when a frame is through.
    requestAnimationFrame(() =>
      setTimeout(() => {
        if (left === gone && isNowhere(document.activeElement, root)) goOn(gone);
      }),
    );
  });
  seen.observe(root, { childList: true, subtree: true });
  root.addEventListener('focusin', focused);
  document.addEventListener('pointerdown', pointed, { capture: true });
  return () => {
    seen.disconnect();
    root.removeEventListener('focusin', focused);
    document.removeEventListener('pointerdown', pointed, { capture: true });
  };
}

/** A dialog takes the focus itself where something in it goes away with it: from there the keys begin anew, too. */
const isNowhere = (focused: Element | null, root: Element) =>
  focused === null || (focused !== root && focused.contains(root));

function around(element: Element, root: Element): Spot['around'] {
  const found: Spot['around'] = [];
  for (let inner = element; inner !== root && inner.parentElement !== null; inner = inner.parentElement) {
    const parent = inner.parentElement;
    found.push({ parent, at: [...parent.children].indexOf(inner), isEntry: inner.matches(ENTRY) });
  }
  return found;
}

function goOn({ around }: Spot): void {
  for (const { parent, at, isEntry } of around) {
    if (!parent.isConnected) continue;
    const next = isEntry ? parent.children[Math.min(at, parent.children.length - 1)] : undefined;
    const target = (next === undefined ? null : whereIn(next)) ?? whereIn(parent);
    if (target === null) continue;
    target.focus();
    return;
  }
}

/** The entry itself where it takes the focus: a button in it may do what was just done, once more. */
function whereIn(element: Element): HTMLElement | null {
  const own = element.matches('[tabindex]') ? element : element.querySelector(':scope > [tabindex]');
  return own instanceof HTMLElement ? own : element.querySelector<HTMLElement>(FOCUSABLE);
}
