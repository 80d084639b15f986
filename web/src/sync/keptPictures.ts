/** What a person's texts show is kept beside the texts, so that they look without a network as they do with one. */
export interface PictureLimits {
  /** In bytes: of one, and of all together. */
  largest: number;
  most: number;
}

const LIMITS: PictureLimits = { largest: 5_000_000, most: 100_000_000 };
const NAME = 'mdreader-pictures/';

/** Whoever signs out takes them along: another person of this browser never sees them. */
export const forgetPictures = async (userId: string): Promise<void> => {
  if ('caches' in globalThis) await caches.delete(NAME + userId);
};

const addressOf = (id: string) => `/kept/${id}`;

/** Of one person on this device. A browser that keeps nothing, or has no room, shows them as long as there is a network. */
export class KeptPictures {
  readonly #userId: string;
  readonly #limits: PictureLimits;
  /** One after another: what is let go to make room must not be counted twice. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(userId: string, limits = LIMITS) {
    this.#userId = userId;
    this.#limits = limits;
  }

  keep(id: string, picture: Blob): Promise<void> {
    const kept = this.#last.then(() => this.#keep(id, picture)).catch(() => undefined);
    this.#last = kept;
    return kept;
  }

  /** Null where it isn't here. */
  async find(id: string): Promise<Blob | null> {
    try {
      const kept = await (await this.#open())?.match(addressOf(id));
      return kept === undefined ? null : await kept.blob();
    } catch {
      return null;
    }
  }

  async #keep(id: string, picture: Blob): Promise<void> {
    const cache = await this.#open();
    if (cache === null || picture.size > this.#limits.largest) return;
    // Put anew it stands last: those go first that nobody has looked at for longest.
    await cache.delete(addressOf(id));
    const headers = { 'Content-Type': picture.type, 'Content-Length': String(picture.size) };
    await cache.put(addressOf(id), new Response(picture, { headers }));
    await this.#makeRoom(cache);
  }

  async #makeRoom(cache: Cache): Promise<void> {
    const kept = await cache.keys();
    const sizes = await Promise.all(kept.map(async (one) => sizeOf(await cache.match(one))));
    let all = sizes.reduce((sum, size) => sum + size, 0);
    for (const [at, one] of kept.entries()) {
      if (all <= this.#limits.most) break;
      await cache.delete(one);
      all -= sizes[at] ?? 0;
    }
  }

  /** Only where the page is served safely browsers have it. */
  async #open(): Promise<Cache | null> {
    return 'caches' in globalThis ? caches.open(NAME + this.#userId) : null;
  }
}

const sizeOf = (answer: Response | undefined) => Number(answer?.headers.get('Content-Length') ?? 0);
