import { body, client } from '../../api/client';
import { Problem } from '../../api/problem';
import type { EditorText } from '../../sync/editorText';

const MOST_TRIES = 40;
const PAUSE = 150;

/**
 * Edits are counted on a text that the server has a name for, which is handed on with the text as it is at that moment:
 * while others type, it takes a while until both are the same.
 */
export async function whenTextsAgree<T>(
  documentId: string,
  document: Pick<EditorText, 'text'>,
  make: (base: string) => T,
): Promise<T> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const { base, text } = await contentOf(documentId);
    if (text === document.text.toJSON()) return make(base);
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  throw new Problem(409, 'text-moves', 'Others are writing just now. Try again in a moment.');
}

async function contentOf(id: string): Promise<{ base: string; text: string }> {
  const answer = client.GET('/api/v1/documents/{id}/content', {
    params: { path: { id } },
    parseAs: 'text',
    cache: 'no-store',
  });
  const file: string = await body(answer);
  // As the text is held: without the file's mark and line ends.
  const text = file.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  return { base: (await answer).response.headers.get('ETag') ?? '', text };
}
