import { body, client } from '../../api/client';
import { AskedAhead } from '../../api/askedAhead';
import type { DocumentInfo, Ticket } from '../../api/types';

/** The document's name and place with the ETag they were read at; its text is `sync`'s. */
export interface VersionedInfo {
  info: DocumentInfo;
  etag: string;
}

const now = () => performance.now();

export const documentAsked = new AskedAhead(async (documentId): Promise<VersionedInfo> => {
  const answer = client.GET('/api/v1/documents/{id}', { params: { path: { id: documentId } } });
  return { info: await body(answer), etag: (await answer).response.headers.get('ETag') ?? '' };
}, now);

/** The way into the document's socket. */
export const ticketAsked = new AskedAhead(
  (documentId): Promise<Ticket> =>
    body(client.POST('/api/v1/documents/{id}/realtime-tickets', { params: { path: { id: documentId } } })),
  now,
);
