import { body, client } from '../../api/client';

/** Undoes the one edit between two versions of the text; what others have written since stays. */
export async function takeBack(documentId: string, before: string, after: string): Promise<void> {
  const path = { id: documentId };
  // As bytes: what the file begins with and how its lines end is part of it.
  const bytes = await body(
    client.GET('/api/v1/documents/{id}/content', {
      params: { path, query: { version: before } },
      parseAs: 'arrayBuffer',
    }),
  );
  await body(
    client.PUT('/api/v1/documents/{id}/content', {
      params: { path, query: { base: after } },
      headers: { 'Content-Type': 'text/markdown' },
      body: '',
      bodySerializer: () => bytes,
    }),
  );
}
