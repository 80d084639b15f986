import workerAddress from './preview.worker?worker&url';
import type { RenderAnswer, RenderRequest } from './previewProtocol';
import { sanitize } from './sanitize';
import { trustedScript } from './trustedScript';

/** Blocks further from sight than this aren't built until the reader comes near. */
const NEAR = '1500px 0px';
/** As many blocks as an edit changes are built without waiting, so that nothing flickers. */
const AT_ONCE = 40;

/** A rendered view of a text, kept current: rendered in a worker, mounted block by block. */
export class Preview {
  readonly #root: HTMLElement;
  readonly #worker = new Worker(trustedScript(workerAddress), { type: 'module' });
  readonly #nearby: IntersectionObserver;
  readonly #elements = new Map<number, HTMLElement>();
  readonly #unbuilt = new Map<Element, string>();
  readonly #rendered: () => void;
  #busy = false;
  #next: string | null = null;

  constructor(root: HTMLElement, rendered: () => void) {
    this.#root = root;
    this.#rendered = rendered;
    this.#nearby = new IntersectionObserver((entries) => this.#build(entries), { rootMargin: NEAR });
    this.#worker.addEventListener('message', (event: MessageEvent<RenderAnswer>) => this.#mount(event.data));
  }

  show(text: string): void {
    this.#next = text;
    if (!this.#busy) this.#request();
  }

  close(): void {
    this.#worker.terminate();
    this.#nearby.disconnect();
    this.#root.replaceChildren();
  }

  #request(): void {
    if (this.#next === null) return;
    const request: RenderRequest = { text: this.#next };
    this.#next = null;
    this.#busy = true;
    this.#worker.postMessage(request);
  }

  #mount({ blocks, fresh }: RenderAnswer): void {
    this.#drop(new Set(blocks.map(({ id }) => id)));
    fresh.forEach(({ id, html }, index) => this.#create(id, html, index < AT_ONCE));
    let place = this.#root.firstElementChild;
    for (const { id, line } of blocks) {
      const element = this.#elements.get(id);
      if (element === undefined) continue;
      element.dataset.line = String(line);
      if (element === place) place = place.nextElementSibling;
      else this.#root.insertBefore(element, place);
    }
    this.#busy = false;
    this.#rendered();
    this.#request();
  }

  #create(id: number, html: string, atOnce: boolean): void {
    const element = document.createElement('div');
    element.className = 'mdr-block';
    this.#elements.set(id, element);
    if (atOnce) {
      element.append(built(html));
      return;
    }
    element.classList.add('mdr-block-unbuilt');
    this.#unbuilt.set(element, html);
    this.#nearby.observe(element);
  }

  #build(entries: IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const html = this.#unbuilt.get(target);
      if (!isIntersecting || html === undefined) continue;
      target.classList.remove('mdr-block-unbuilt');
      target.replaceChildren(built(html));
      this.#unbuilt.delete(target);
      this.#nearby.unobserve(target);
    }
  }

  #drop(wanted: Set<number>): void {
    for (const [id, element] of this.#elements) {
      if (wanted.has(id)) continue;
      element.remove();
      this.#elements.delete(id);
      this.#unbuilt.delete(element);
      this.#nearby.unobserve(element);
    }
  }
}

function built(html: string): DocumentFragment {
  const block = sanitize(html);
  // What may scroll by itself has to be reachable by keyboard.
  for (const box of block.querySelectorAll<HTMLElement>('pre, table')) box.tabIndex = 0;
  return block;
}
