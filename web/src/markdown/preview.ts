import { whenIdle, type Waiting } from '../app/whenIdle';
import type { AttachedFiles } from './attachments';
import type { Callout } from './calloutRule';
import { enrich } from './enrich';
import type { FarPictures, FarWords } from './farPictures';
import { addressHere } from './links';
import workerAddress from './preview.worker?worker&url';
import type { RenderAnswer, RenderRequest } from './previewProtocol';
import { sanitize } from './sanitize';
import type { Rendered } from './scrollToLine';
import { Sections } from './sections';
import { trustedScript } from './trustedScript';

/** Blocks further from sight than this aren't built until the reader comes near. */
const NEAR = '1500px 0px';
/** As many blocks as an edit changes are built without waiting, so that nothing flickers. */
const AT_ONCE = 40;
/** So long after a change those far from sight wait: whoever writes goes on writing. */
const PAUSE = 500;

export interface PreviewWords extends FarWords {
  task: string;
  diagram: string;
  diagramTooLong: string;
  diagramSlow: string;
  diagramUnavailable: string;
  diagramWrong: string;
  callouts: Record<Callout, string>;
  /** What its number in the text is called, and what leads back from it. */
  note: string;
  noteBack: string;
}

export interface PreviewEvents {
  rendered: () => void;
  /** Blocks that were far from sight are there now. */
  built?: () => void;
  /** The box of a task in this line (from 0) was clicked; null where nobody may. */
  ticked: ((line: number) => void) | null;
  /** A link leads to somewhere in this application: a path, or a `#` and a heading. Null leaves it to the browser. */
  followed: ((address: string) => void) | null;
}

/** A rendered view of a text, kept current: rendered in a worker, mounted block by block. */
export class Preview implements Rendered {
  readonly root: HTMLElement;
  lines: Int32Array = new Int32Array();
  readonly #worker = new Worker(trustedScript(workerAddress), { type: 'module' });
  readonly #nearby: IntersectionObserver;
  readonly #elements = new Map<number, HTMLElement>();
  readonly #sections: Sections;
  /** By number, in the order of the text. */
  #order: number[] = [];
  readonly #unbuilt = new Map<HTMLElement, string>();
  readonly #words: PreviewWords;
  readonly #events: PreviewEvents;
  readonly #files: AttachedFiles | null;
  readonly #far: FarPictures | null;
  #busy = false;
  #idle: Waiting | null = null;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #next: (() => string) | null = null;

  /**
   * @param files Those that the text may name; null where there are none.
   * @param far Pictures of other servers; null where they aren't fetched.
   */
  constructor(
    root: HTMLElement,
    words: PreviewWords,
    events: PreviewEvents,
    files: AttachedFiles | null,
    far: FarPictures | null,
  ) {
    this.root = root;
    this.#sections = new Sections(root);
    this.#words = words;
    this.#events = events;
    this.#files = files;
    this.#far = far;
    this.#nearby = new IntersectionObserver((entries) => this.#build(entries), { rootMargin: NEAR });
    window.addEventListener('beforeprint', this.#buildAll);
    root.addEventListener('click', this.#follow);
    this.#worker.addEventListener('message', (event: MessageEvent<RenderAnswer>) => this.#mount(event.data));
  }

  get blocks(): readonly HTMLElement[] {
    return this.#sections.blocks;
  }

  /** @param read The text is read when it is rendered: while it changes faster than that, not with every change. */
  show(read: () => string): void {
    this.#next = read;
    this.#idle?.cancel();
    this.#idle = null;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#goOnBuilding(), PAUSE);
    if (!this.#busy) this.#request();
  }

  close(): void {
    this.#worker.terminate();
    this.#nearby.disconnect();
    this.#idle?.cancel();
    clearTimeout(this.#pause);
    window.removeEventListener('beforeprint', this.#buildAll);
    this.root.removeEventListener('click', this.#follow);
    this.#sections.clear();
  }

  #request(): void {
    if (this.#next === null) return;
    const request: RenderRequest = { text: this.#next() };
    this.#next = null;
    this.#busy = true;
    this.#worker.postMessage(request);
  }

  #mount({ from, removed, ids, fresh, lines }: RenderAnswer): void {
    const wanted = new Set(ids);
    for (const id of this.#order.slice(from, from + removed)) if (!wanted.has(id)) this.#forget(id);
    fresh.forEach(({ id, html }, index) => this.#create(id, html, index < AT_ONCE));
    this.#sections.replace(
      from,
      removed,
      ids.flatMap((id) => this.#elements.get(id) ?? []),
    );
    this.#order = [...this.#order.slice(0, from), ...ids, ...this.#order.slice(from + removed)];
    this.lines = lines;
    this.#busy = false;
    if (this.#pause === undefined) this.#goOnBuilding();
    this.#events.rendered();
    this.#request();
  }

  #create(id: number, html: string, atOnce: boolean): void {
    const element = document.createElement('div');
    element.className = 'mdr-block';
    if (html.startsWith('<hr')) element.dataset.rule = '';
    this.#elements.set(id, element);
    if (atOnce) {
      this.#fill(element, html);
      return;
    }
    element.classList.add('mdr-block-unbuilt');
    this.#unbuilt.set(element, html);
    this.#nearby.observe(element);
  }

  #build(entries: IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries)
      if (isIntersecting && target instanceof HTMLElement) this.#buildOne(target);
    this.#events.built?.();
  }

  readonly #buildAll = () => {
    for (const element of [...this.#unbuilt.keys()]) this.#buildOne(element);
  };

  /** While nothing else is to be done: what isn't there can't be found or read out. */
  #goOnBuilding(): void {
    this.#pause = undefined;
    if (this.#idle !== null || this.#unbuilt.size === 0) return;
    this.#idle = whenIdle((until) => {
      this.#idle = null;
      for (const element of this.#unbuilt.keys()) {
        this.#buildOne(element);
        if (performance.now() >= until) break;
      }
      this.#events.built?.();
      this.#goOnBuilding();
    });
  }

  #buildOne(element: HTMLElement): void {
    const html = this.#unbuilt.get(element);
    if (html === undefined) return;
    element.classList.remove('mdr-block-unbuilt');
    this.#fill(element, html);
    this.#unbuilt.delete(element);
    this.#nearby.unobserve(element);
  }

  /** In this tab, and without loading the application again; whoever wants another one says so with a key. */
  readonly #follow = (event: MouseEvent) => {
    const { followed } = this.#events;
    const wantsAnother = event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey;
    if (followed === null || event.defaultPrevented || wantsAnother) return;
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null;
    const address = link === null ? null : addressHere(link.getAttribute('href') ?? '');
    if (address === null) return;
    event.preventDefault();
    followed(address);
  };

  #fill(element: HTMLElement, html: string): void {
    const { ticked } = this.#events;
    const tick = ticked === null ? null : (line: number) => ticked(this.#lineOf(element) + line);
    element.replaceChildren(sanitize(html));
    enrich(element, this.#words, tick, this.#files, this.#far);
  }

  #lineOf(element: HTMLElement): number {
    return this.lines[this.blocks.indexOf(element)] ?? 0;
  }

  #forget(id: number): void {
    const element = this.#elements.get(id);
    if (element === undefined) return;
    this.#elements.delete(id);
    this.#unbuilt.delete(element);
    this.#nearby.unobserve(element);
  }
}
