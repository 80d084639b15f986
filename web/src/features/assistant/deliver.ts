import { uuidv4 } from 'lib0/random';
import { body, client } from '../../api/client';
import type { Suggestion } from '../../api/types';
import type { Replica } from '../../sync/replica';
import type { Place } from '../../sync/scribe';
import { whenTextsAgree } from '../suggestions/whenTextsAgree';

/** Proposes to put the words at the place, for people to accept or reject. */
export async function suggestAt(
  documentId: string,
  replica: Replica,
  place: Place,
  words: string,
  message: string,
): Promise<Suggestion> {
  const request = await whenTextsAgree(documentId, replica, (base) => {
    const edits = place.changes(words).map(({ start, end, text }) => ({ range: { start, end }, text }));
    return { base, edits, message, isAssisted: true };
  });
  return body(
    client.POST('/api/v1/documents/{id}/suggestions', {
      params: { path: { id: documentId }, header: { 'Idempotency-Key': uuidv4() } },
      body: request,
    }),
  );
}
