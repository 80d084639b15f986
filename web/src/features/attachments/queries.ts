import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { body, client } from '../../api/client';
import { pagewise } from '../../api/pages';
import { readProblem } from '../../api/problem';

const keyOf = (documentId: string) => ['attachments', documentId];

/** The newest first, a page after another. */
export function useAttachments(documentId: string) {
  return useInfiniteQuery({
    ...pagewise(keyOf(documentId), (query) =>
      body(client.GET('/api/v1/documents/{id}/attachments', { params: { path: { id: documentId }, query } })),
    ),
    // Whoever opens the list wants it as it is now.
    staleTime: 0,
  });
}

export function useDeleteAttachment(documentId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (attachment: string) =>
      body(client.DELETE('/api/v1/attachments/{attachment}', { params: { path: { attachment } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: keyOf(documentId) }),
  });
}

/** Where it can be fetched for a moment: the browser itself saves it, however large it is. */
export async function addressOfAttachment(attachment: string): Promise<string> {
  const { response, error } = await client.GET('/api/v1/attachments/{attachment}', {
    params: { path: { attachment } },
    parseAs: 'stream',
  });
  if (!response.ok) throw readProblem(response.status, error);
  void response.body?.cancel();
  return response.url;
}
