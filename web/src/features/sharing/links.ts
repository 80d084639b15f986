import { body, client } from '../../api/client';
import type { OpenedLink } from '../../api/types';

export interface Knock {
  name?: string;
  password?: string;
}

export const noticeOf = (link: string) => body(client.GET('/api/v1/links/{link}', { params: { path: { link } } }));

/** Whoever comes back is known by a cookie, and stays who they were. */
export const openLink = (link: string, knock: Knock): Promise<OpenedLink> =>
  body(client.POST('/api/v1/links/{link}/open', { params: { path: { link } }, body: knock }));
