import { body, client } from '../../api/client';
import { isProblem, UNREACHABLE } from '../../api/problem';
import type { AttachedFiles } from '../../markdown/attachments';
import { KeptPictures } from '../../sync/keptPictures';

const FAULT = 500;

/** What a browser shows as a picture and runs nothing of. */
export const PICTURES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);

/**
 * Files as the signed-in person may have them. The address in a text leads by a redirect to one that works for a moment;
 * the picture is kept on this page as a blob, so it is fetched once and stays when that moment is over, and on this device
 * for when there is no network.
 */
export class FetchedFiles implements AttachedFiles {
  readonly #here = new Map<string, string>();
  readonly #small = new Map<string, Promise<string | null>>();
  readonly #coming = new Map<string, Promise<string | null>>();
  readonly #kept: KeptPictures | null;
  #failed: (error: unknown) => void = () => undefined;

  /** @param userId Null for who isn't remembered on this device, such as a guest: then nothing of them is kept there. */
  constructor(userId: string | null) {
    this.#kept = userId === null ? null : new KeptPictures(userId);
  }

  onFailure(listener: (error: unknown) => void): void {
    this.#failed = listener;
  }

  readonly here = (id: string) => this.#here.get(id) ?? null;

  readonly picture = (id: string) => {
    const coming = this.#coming.get(id) ?? this.#fetch(id);
    this.#coming.set(id, coming);
    return coming;
  };

  readonly thumbnail = (id: string) => {
    const coming = this.#small.get(id) ?? this.#fetchSmall(id);
    this.#small.set(id, coming);
    return coming;
  };

  readonly save = async (id: string) => {
    try {
      const response = await ask(id);
      // Only where it is was asked for: the browser itself fetches and names it.
      void response.body?.cancel();
      const link = document.createElement('a');
      link.href = response.url;
      link.download = '';
      link.target = '_blank';
      link.rel = 'noopener noreferrer';
      link.click();
    } catch (error) {
      this.#failed(error);
    }
  };

  close(): void {
    for (const address of this.#here.values()) URL.revokeObjectURL(address);
    for (const coming of this.#small.values())
      void coming.then((address) => (address === null ? undefined : URL.revokeObjectURL(address)));
    this.#here.clear();
    this.#small.clear();
    this.#coming.clear();
  }

  async #fetchSmall(attachment: string): Promise<string | null> {
    try {
      const params = { path: { attachment } };
      const answer = client.GET('/api/v1/attachments/{attachment}/thumbnail', { params, parseAs: 'stream' });
      await body(answer);
      const blob = await (await answer).response.blob();
      return PICTURES.has(blob.type) ? URL.createObjectURL(blob) : null;
    } catch (error) {
      // What has none never will; for anything else it is asked again.
      if (!isProblem(error, 404)) this.#small.delete(attachment);
      return null;
    }
  }

  async #bytesOf(id: string): Promise<Blob> {
    try {
      const blob = await (await ask(id)).blob();
      if (PICTURES.has(blob.type)) void this.#kept?.keep(id, blob);
      return blob;
    } catch (error) {
      const kept = isSilent(error) ? await this.#kept?.find(id) : null;
      if (kept == null) throw error;
      return kept;
    }
  }

  async #fetch(id: string): Promise<string | null> {
    try {
      const blob = await this.#bytesOf(id);
      if (!PICTURES.has(blob.type)) return null;
      const address = URL.createObjectURL(blob);
      this.#here.set(id, address);
      return address;
    } catch {
      // Its name stands in the text as a link; the next rendering tries again.
      this.#coming.delete(id);
      return null;
    }
  }
}

/** Not refused, but not heard, or by a server in trouble: what this device has kept is shown then. */
const isSilent = (error: unknown) => !isProblem(error) || error.status === UNREACHABLE || error.status >= FAULT;

/** The last answer of the redirect. */
async function ask(attachment: string): Promise<Response> {
  const answer = client.GET('/api/v1/attachments/{attachment}', {
    params: { path: { attachment } },
    parseAs: 'stream',
  });
  await body(answer);
  return (await answer).response;
}
