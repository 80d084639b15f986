import { queryOptions } from '@tanstack/react-query';
import { body, client } from '../../api/client';

/** How the lines of a document's file end; `mixed` where they don't all end alike. */
export type LineEnd = 'lf' | 'crlf' | 'cr' | 'mixed';

/** What everything can be brought to; nothing has ended its lines with a bare CR for twenty years. */
export const CHOICES = ['lf', 'crlf'] as const;
export type ChosenEnd = (typeof CHOICES)[number];

const ENDS: LineEnd[] = ['lf', 'crlf', 'cr', 'mixed'];

export const lineEndQuery = (documentId: string) =>
  queryOptions({
    queryKey: ['line-end', documentId],
    // Without the text itself, which is here already but for its line ends.
    queryFn: async (): Promise<LineEnd> => {
      const { response } = await client.HEAD('/api/v1/documents/{id}/content', {
        params: { path: { id: documentId } },
      });
      const said = response.headers.get('Line-End');
      return ENDS.find((end) => end === said) ?? 'lf';
    },
    retry: false,
  });

/** Ends every line so: an edit like any other, merged into what others write meanwhile. */
export async function endLinesWith(documentId: string, end: ChosenEnd): Promise<void> {
  const params = { path: { id: documentId } };
  const answer = client.GET('/api/v1/documents/{id}/content', { params, parseAs: 'arrayBuffer' });
  const file: unknown = await body(answer);
  const etag = (await answer).response.headers.get('ETag') ?? '';
  await body(
    client.PUT('/api/v1/documents/{id}/content', {
      params: { ...params, query: { base: etag } },
      headers: { 'Content-Type': 'text/markdown' },
      body: withLineEnds(file as ArrayBuffer, end) as never,
      bodySerializer: (text: unknown) => text as string,
    }),
  );
}

/** The file's text, its byte order mark included, with every line ended alike. */
export function withLineEnds(file: ArrayBuffer, end: ChosenEnd): string {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(file);
  return text.replace(/\r\n?|\n/g, end === 'lf' ? '\n' : '\r\n');
}
