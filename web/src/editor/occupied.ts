import { Facet } from '@codemirror/state';

export interface Occupied {
  from: number;
  to: number;
}

/** What hangs on the words themselves, such as comments: source that has some of it is shown as source. */
export const occupied = Facet.define<readonly Occupied[], readonly Occupied[]>({ combine: (all) => all.flat() });
