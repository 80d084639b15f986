import type { Mode } from './savedMode';
import { Watched } from '../../sync/watched';

/** The rendered text is to be printed as soon as it is there. */
export const printing = new Watched(false);

/** Prints what the text becomes: an editor has only the lines that are in sight. Afterwards all is as it was. */
export function print(mode: Mode, choose: (mode: Mode) => void): void {
  if (mode !== 'view') window.addEventListener('afterprint', () => choose(mode), { once: true });
  choose('view');
  printing.set(true);
}

/** Called by the rendered text, when it is there and whenever somebody wants it printed. */
export function printIfWanted(): void {
  if (!printing.get()) return;
  printing.set(false);
  // Once more to the screen, which has the pictures of it.
  requestAnimationFrame(() => window.print());
}
