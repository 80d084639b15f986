/** The hosts whose pictures somebody wants to see in one document, as this device remembers them. */
export class ShownHosts {
  readonly #key: string;
  readonly #hosts: Set<string>;

  constructor(documentId: string) {
    this.#key = `mdreader.pictures.${documentId}`;
    this.#hosts = new Set(kept(this.#key));
  }

  has(host: string): boolean {
    return this.#hosts.has(host);
  }

  add(host: string): void {
    this.#hosts.add(host);
    try {
      localStorage.setItem(this.#key, [...this.#hosts].join(' '));
    } catch {
      // It then lasts as long as the page.
    }
  }
}

function kept(key: string): string[] {
  try {
    return localStorage.getItem(key)?.split(' ') ?? [];
  } catch {
    return [];
  }
}
