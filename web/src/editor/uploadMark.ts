import { WidgetType } from '@codemirror/view';
import type { AttachWords } from './editorWords';
import { element, tool } from './elements';
import type { UploadView } from './uploads';

interface Actions {
  retry: () => void;
  cancel: () => void;
}

/** Stands where files will be written: how far they are, or that they failed and what can be done. */
export class UploadMark extends WidgetType {
  readonly #upload: UploadView;
  readonly #words: AttachWords;
  readonly #actions: Actions;

  constructor(upload: UploadView, words: AttachWords, actions: Actions) {
    super();
    this.#upload = upload;
    this.#words = words;
    this.#actions = actions;
  }

  override eq(other: UploadMark): boolean {
    const [a, b] = [this.#upload, other.#upload];
    return a.id === b.id && a.failed === b.failed && a.part === b.part && this.#label === other.#label;
  }

  toDOM(): HTMLElement {
    const mark = element('span', 'mdr-upload', element('span', 'mdr-upload-name', this.#label));
    mark.contentEditable = 'false';
    mark.dataset.upload = this.#key;
    const { retry, cancel } = this.#actions;
    if (this.#upload.failed) {
      mark.append(
        element('span', 'mdr-upload-problem', this.#words.notAttached),
        action(this.#words.retry, this.#words.retry, retry),
        action('×', this.#words.discard, cancel),
      );
    } else mark.append(this.#bar(), action('×', this.#words.cancel, cancel));
    return mark;
  }

  /** Progress alone never takes the button away from under the pointer. */
  override updateDOM(mark: HTMLElement): boolean {
    const bar = mark.querySelector('progress');
    if (mark.dataset.upload !== this.#key || bar === null) return mark.dataset.upload === this.#key;
    bar.value = this.#upload.part;
    return true;
  }

  override ignoreEvent(): boolean {
    return true;
  }

  get #label(): string {
    const [first = '', ...more] = this.#upload.names;
    return more.length === 0 ? first : this.#words.andMore.replace('%1', first).replace('%2', String(more.length));
  }

  get #key(): string {
    return `${this.#upload.id} ${this.#upload.failed ? 'failed' : 'going'} ${this.#label}`;
  }

  #bar(): HTMLProgressElement {
    const bar = element('progress', 'mdr-upload-bar');
    bar.max = 1;
    bar.value = this.#upload.part;
    bar.setAttribute('aria-label', this.#words.uploading.replace('%1', this.#label));
    return bar;
  }
}

function action(face: string, label: string, run: () => void): HTMLButtonElement {
  const button = tool(face, label, run);
  button.className = 'mdr-upload-action';
  return button;
}
