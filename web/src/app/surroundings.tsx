import { createContext, use, type HTMLAttributes } from 'react';

/** What stands around a page that is shown among others. */
export interface Surroundings {
  /** Where the page's own bar goes; null until it is there. */
  bar: HTMLElement | null;
  /** What the page wants around it, from now on and until another one says something else. */
  show: (around: Around) => void;
}

export interface Around {
  workspaceId: string;
  /** Where the page was reached from, if it isn't a beginning itself. */
  back: string | undefined;
  /** A guest has the document and nothing around it. */
  isGuest: boolean;
}

/** Null for a page that stands alone. */
export const SurroundingsContext = createContext<Surroundings | null>(null);

/** Whether what is shown is in the page's `main` already. */
export const WithinMain = createContext(false);

/** What the page is about, wherever it stands. */
export function Main(props: HTMLAttributes<HTMLElement>) {
  return use(WithinMain) ? <div {...props} /> : <main {...props} />;
}
