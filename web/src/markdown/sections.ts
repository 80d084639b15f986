/** So many blocks begin in one section; with twice as many it is divided. */
const FULL = 64;
/** Of a block that was never laid out, in pixels: what is scrolled through is about as long as it will be. */
const GUESS = 60;

/**
 * The blocks of a rendered text in their order, a few of them together in a section each. What the browser does for all
 * children of an element, with every edit and every frame (laying them out, watching which come into sight), it does for
 * the sections and for what is in one of them, and not for thousands of blocks.
 */
export class Sections {
  readonly #root: HTMLElement;
  #blocks: HTMLElement[] = [];

  constructor(root: HTMLElement) {
    this.#root = root;
  }

  get blocks(): readonly HTMLElement[] {
    return this.#blocks;
  }

  /** Puts these in the place of some. What is among both stays the same element, and where it can, where it is. */
  replace(from: number, removed: number, by: readonly HTMLElement[]): void {
    const wanted = new Set(by);
    const touched = new Set<HTMLElement>();
    for (const gone of this.#blocks.slice(from, from + removed)) {
      if (wanted.has(gone)) continue;
      if (gone.parentElement !== null) touched.add(gone.parentElement);
      gone.remove();
    }
    let before = this.#blocks[from - 1] ?? null;
    for (const block of by) {
      if (block.parentElement !== null) touched.add(block.parentElement);
      touched.add(this.#putAfter(before, block));
      before = block;
    }
    this.#blocks = [...this.#blocks.slice(0, from), ...by, ...this.#blocks.slice(from + removed)];
    for (const section of touched) this.#settle(section);
  }

  clear(): void {
    this.#blocks = [];
    this.#root.replaceChildren();
  }

  #putAfter(before: HTMLElement | null, block: HTMLElement): HTMLElement {
    const section = before?.parentElement ?? this.#firstSection();
    const isNext = before === null ? section.firstElementChild === block : before.nextElementSibling === block;
    if (isNext) return section;
    const isFull = before !== null && before.nextElementSibling === null && section.childElementCount >= FULL;
    if (!isFull) {
      if (before === null) section.prepend(block);
      else before.after(block);
      return section;
    }
    const next = section.nextElementSibling;
    // It begins the next one already.
    if (next instanceof HTMLElement && next.firstElementChild === block) return next;
    const fresh = newSection();
    section.after(fresh);
    fresh.append(block);
    return fresh;
  }

  #firstSection(): HTMLElement {
    const first = this.#root.firstElementChild;
    if (first instanceof HTMLElement) return first;
    return this.#root.appendChild(newSection());
  }

  #settle(section: HTMLElement): void {
    if (section.childElementCount === 0) {
      section.remove();
      return;
    }
    if (section.childElementCount > 2 * FULL) {
      const rest = newSection();
      rest.append(...[...section.children].slice(FULL));
      section.after(rest);
      this.#settle(rest);
    }
    section.style.setProperty('contain-intrinsic-block-size', `auto ${GUESS * section.childElementCount}px`);
  }
}

function newSection(): HTMLElement {
  const section = document.createElement('div');
  section.className = 'mdr-section';
  return section;
}
