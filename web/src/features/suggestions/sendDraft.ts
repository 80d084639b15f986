import { uuidv4 } from 'lib0/random';
import { body, client } from '../../api/client';
import { isProblem } from '../../api/problem';
import type { Suggestion } from '../../api/types';
import type { components } from '../../api/schema';
import type { Draft } from '../../sync/draft';
import { whenTextsAgree } from './whenTextsAgree';

type Request = components['schemas']['SuggestionRequest'];

/** What was sent and never answered: sent once more under the same key, it is still one suggestion. */
interface Attempt {
  key: string;
  revision: number;
  request: Request;
}

const attempts = new WeakMap<Draft, Attempt>();
/** The server takes more changes than this only as a whole text. */
const MOST_EDITS = 100;

/** Sends what the draft changes as a suggestion. */
export async function sendDraft(documentId: string, draft: Draft, message: string): Promise<Suggestion> {
  const before = attempts.get(draft);
  if (before?.revision === draft.revision && before.request.message === (message || null)) {
    try {
      return await post(documentId, before);
    } catch (error) {
      if (!isProblem(error, 409)) throw error;
    }
  }
  const attempt = {
    key: uuidv4(),
    revision: draft.revision,
    request: await requestFor(documentId, draft, message || null),
  };
  attempts.set(draft, attempt);
  return post(documentId, attempt);
}

function post(id: string, { key, request }: Attempt): Promise<Suggestion> {
  return body(
    client.POST('/api/v1/documents/{id}/suggestions', {
      params: { path: { id }, header: { 'Idempotency-Key': key } },
      body: request,
    }),
  );
}

function requestFor(documentId: string, draft: Draft, message: string | null): Promise<Request> {
  return whenTextsAgree(documentId, draft.document, (base) => {
    const edits = draft.changes().map((change) => ({
      range: { start: change.start, end: change.end },
      text: change.text,
    }));
    return edits.length > MOST_EDITS ? { base, content: draft.text.toJSON(), message } : { base, edits, message };
  });
}
