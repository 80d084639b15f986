import { body, client } from '../../api/client';
import type { FarPictures } from '../../markdown/farPictures';
import { PICTURES } from './fetchedFiles';
import { ShownHosts } from './shownHosts';

/** As many as a server fetches at once. */
const AT_ONCE = 4;

/** Pictures of other servers as this one fetches them, each kept on this page as a blob. */
export class FetchedFarPictures implements FarPictures {
  readonly #documentId: string;
  readonly #shown: ShownHosts;
  readonly #here = new Map<string, string>();
  readonly #coming = new Map<string, Promise<string | null>>();
  readonly #waiting: (() => void)[] = [];
  #free = AT_ONCE;

  constructor(documentId: string) {
    this.#documentId = documentId;
    this.#shown = new ShownHosts(documentId);
  }

  readonly isShown = (host: string) => this.#shown.has(host);

  readonly show = (host: string) => this.#shown.add(host);

  readonly here = (address: string) => this.#here.get(address) ?? null;

  readonly picture = (address: string) => {
    const coming = this.#coming.get(address) ?? this.#fetch(address);
    this.#coming.set(address, coming);
    return coming;
  };

  close(): void {
    for (const address of this.#here.values()) URL.revokeObjectURL(address);
    this.#here.clear();
    this.#coming.clear();
  }

  async #fetch(address: string): Promise<string | null> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((turn) => this.#waiting.push(turn));
    try {
      const params = { path: { id: this.#documentId }, query: { address } };
      const blob = await body(client.GET('/api/v1/documents/{id}/pictures', { params, parseAs: 'blob' }));
      if (!PICTURES.has(blob.type)) return null;
      const here = URL.createObjectURL(blob);
      this.#here.set(address, here);
      return here;
    } catch {
      // Its name stands in the text; whoever asks again has it tried again.
      this.#coming.delete(address);
      return null;
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}
