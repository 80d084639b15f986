import { body, client } from '../../api/client';
import { isProblem } from '../../api/problem';

const BOM = '\uFEFF';

/**
 * The document as a file: as the server keeps it, with its mark and its line ends, where that is the text that is shown.
 * What the server hasn't got yet, or can't give, is as it is shown.
 */
export async function fileOf(documentId: string, shown: string): Promise<string> {
  try {
    const params = { path: { id: documentId } };
    const kept: unknown = await body(client.GET('/api/v1/documents/{id}/content', { params, parseAs: 'arrayBuffer' }));
    const file = new TextDecoder('utf-8', { ignoreBOM: true }).decode(kept as ArrayBuffer);
    return isSameText(file, shown) ? file : shown;
  } catch (error) {
    if (isProblem(error)) return shown;
    throw error;
  }
}

/** Whether a file holds the text, whatever its mark and its line ends are. */
export const isSameText = (file: string, text: string) =>
  (file.startsWith(BOM) ? file.slice(1) : file).replace(/\r\n?/g, '\n') === text;
