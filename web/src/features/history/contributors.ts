import type { Contributor, Via } from '../../api/types';

/** Who wrote something, and by what; nobody where history doesn't reach back that far. */
export interface Writer {
  author: string | null;
  via: Via | null;
}

/** The same for the same hand: a person's own and their agent's are two. */
export const handOf = ({ author, via }: Writer | Contributor) =>
  [author, ...(via === null ? [] : [via.way, via.agent])].join(' ');
