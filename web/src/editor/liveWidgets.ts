import { type EditorView, WidgetType } from '@codemirror/view';
import { putPicture, type AttachedFiles } from '../markdown/attachments';
import type { Callout } from '../markdown/calloutRule';
import type { FarPicture, FarPictures, FarWords } from '../markdown/farPictures';
import { toggleTask } from './tasks';

export class Bullet extends WidgetType {
  override eq(): boolean {
    return true;
  }

  toDOM(): HTMLElement {
    const bullet = document.createElement('span');
    bullet.className = 'mdr-live-bullet';
    bullet.textContent = '•';
    return bullet;
  }
}

export class Rule extends WidgetType {
  override eq(): boolean {
    return true;
  }

  toDOM(): HTMLElement {
    const rule = document.createElement('span');
    rule.className = 'mdr-live-rule';
    rule.setAttribute('role', 'separator');
    return rule;
  }
}

/** What a callout is, in the place of its mark. */
export class CalloutTitle extends WidgetType {
  readonly #kind: Callout;
  readonly #word: string;

  constructor(kind: Callout, word: string) {
    super();
    this.#kind = kind;
    this.#word = word;
  }

  override eq(other: CalloutTitle): boolean {
    return other.#kind === this.#kind && other.#word === this.#word;
  }

  toDOM(): HTMLElement {
    const title = document.createElement('span');
    title.className = 'mdr-live-callout-title';
    title.textContent = this.#word;
    return title;
  }

  /** A click puts the cursor there, which shows the source. */
  override ignoreEvent(): boolean {
    return false;
  }
}

/** A picture of the document; until it is here, and where it can't be had, what it is called. */
export class AttachedPicture extends WidgetType {
  readonly #id: string;
  readonly #description: string;
  readonly #files: AttachedFiles;

  constructor(id: string, description: string, files: AttachedFiles) {
    super();
    this.#id = id;
    this.#description = description;
    this.#files = files;
  }

  override eq(other: AttachedPicture): boolean {
    return other.#id === this.#id && other.#description === this.#description;
  }

  toDOM(view: EditorView): HTMLElement {
    const frame = document.createElement('span');
    frame.className = 'mdr-live-picture';
    const name = frame.appendChild(document.createElement('span'));
    name.className = 'mdr-live-link';
    name.textContent = this.#description;
    putPicture(name, this.#id, this.#description, this.#files, () => view.requestMeasure());
    return frame;
  }

  /** A click puts the cursor there, which shows the source. */
  override ignoreEvent(): boolean {
    return false;
  }
}

/** A picture on another server, and what asks for it. */
export class FarStand extends WidgetType {
  readonly #picture: FarPicture;
  readonly #pictures: FarPictures;
  readonly #words: FarWords;

  constructor(picture: FarPicture, pictures: FarPictures, words: FarWords) {
    super();
    this.#picture = picture;
    this.#pictures = pictures;
    this.#words = words;
  }

  override eq(other: FarStand): boolean {
    const [mine, theirs] = [this.#picture, other.#picture];
    return mine.address === theirs.address && mine.description === theirs.description;
  }

  toDOM(view: EditorView): HTMLElement {
    const frame = document.createElement('span');
    frame.className = 'mdr-live-picture';
    const name = frame.appendChild(document.createElement('span'));
    const { address, description } = this.#picture;
    name.className = 'mdr-live-link';
    name.dataset.href = address;
    name.textContent = description || address;
    void import('../markdown/farStand').then(({ standFor }) => {
      standFor(name, this.#picture, this.#pictures, this.#words, () => view.requestMeasure());
      view.requestMeasure();
    });
    return frame;
  }

  /** A click puts the cursor there, which shows the source; one on the button asks. */
  override ignoreEvent({ target }: Event): boolean {
    return target instanceof Element && target.closest('button') !== null;
  }
}

/** A formula in a line. */
export class Formula extends WidgetType {
  readonly #source: string;

  constructor(source: string) {
    super();
    this.#source = source;
  }

  override eq(other: Formula): boolean {
    return other.#source === this.#source;
  }

  toDOM(view: EditorView): HTMLElement {
    const place = document.createElement('span');
    place.className = 'mdr-live-formula';
    place.textContent = this.#source;
    void import('../markdown/renderMath').then(({ renderMath }) => {
      renderMath(place, false);
      view.requestMeasure();
    });
    return place;
  }

  /** A click puts the cursor there, which shows the source. */
  override ignoreEvent(): boolean {
    return false;
  }
}

/** Ticking it is an edit of one character, like any other. */
export class TaskBox extends WidgetType {
  readonly #done: boolean;
  readonly #label: string;
  readonly #readOnly: boolean;

  constructor(done: boolean, label: string, readOnly: boolean) {
    super();
    this.#done = done;
    this.#label = label;
    this.#readOnly = readOnly;
  }

  override eq(other: TaskBox): boolean {
    return other.#done === this.#done && other.#label === this.#label && other.#readOnly === this.#readOnly;
  }

  toDOM(view: EditorView): HTMLElement {
    const box = document.createElement('input');
    box.type = 'checkbox';
    box.className = 'mdr-live-task';
    box.checked = this.#done;
    box.disabled = this.#readOnly;
    box.tabIndex = -1;
    box.setAttribute('aria-label', this.#label);
    box.addEventListener('mousedown', (event) => event.preventDefault());
    box.addEventListener('click', (event) => {
      event.preventDefault();
      toggleTask(view, view.posAtDOM(box));
    });
    return box;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}
