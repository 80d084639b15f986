import {
  closeSearchPanel,
  findNext,
  findPrevious,
  getSearchQuery,
  replaceAll,
  replaceNext,
  search,
  SearchQuery,
  setSearchQuery,
} from '@codemirror/search';
import type { Extension } from '@codemirror/state';
import type { EditorView, Panel, ViewUpdate } from '@codemirror/view';
import type { EditorWords } from './editorWords';
import { element, icon, tool } from './elements';

/** Counting stops here: nobody reads a larger number, and a text may be long. */
const MOST_MATCHES = 999;

export function findAndReplace(words: EditorWords): Extension {
  return search({ top: true, createPanel: (view) => new FindPanel(view, words) });
}

class FindPanel implements Panel {
  readonly top = true;
  readonly dom: HTMLElement;
  readonly #view: EditorView;
  readonly #words: EditorWords;
  readonly #find: HTMLInputElement;
  readonly #replace: HTMLInputElement;
  readonly #options: Record<'caseSensitive' | 'wholeWord' | 'regexp', HTMLButtonElement>;
  readonly #count = element('span', 'mdr-find-count');

  constructor(view: EditorView, words: EditorWords) {
    this.#view = view;
    this.#words = words;
    const query = getSearchQuery(view.state);
    this.#find = this.#field(words.find.find, query.search, () => this.#commit());
    this.#find.setAttribute('main-field', 'true');
    this.#replace = this.#field(words.find.replace, query.replace, () => this.#commit());
    this.#options = {
      caseSensitive: this.#option('Aa', words.find.case, query.caseSensitive),
      wholeWord: this.#option('W', words.find.word, query.wholeWord),
      regexp: this.#option('.*', words.find.regexp, query.regexp),
    };
    this.#count.setAttribute('role', 'status');
    this.dom = element('div', 'mdr-find', this.#findRow(), ...(view.state.readOnly ? [] : [this.#replaceRow()]));
    this.dom.setAttribute('role', 'search');
    this.dom.setAttribute('aria-label', words.find.find);
    this.dom.addEventListener('keydown', (event) => this.#key(event));
    this.#recount();
  }

  mount(): void {
    this.#find.select();
  }

  update(update: ViewUpdate): void {
    for (const transaction of update.transactions)
      for (const effect of transaction.effects) if (effect.is(setSearchQuery)) this.#show(effect.value);
    if (update.docChanged || update.selectionSet) this.#recount();
  }

  #findRow(): HTMLElement {
    return element(
      'div',
      'mdr-find-row',
      this.#find,
      this.#options.caseSensitive,
      this.#options.wholeWord,
      this.#options.regexp,
      this.#count,
      tool(icon('m18 15-6-6-6 6'), this.#words.find.previous, () => findPrevious(this.#view)),
      tool(icon('m6 9 6 6 6-6'), this.#words.find.next, () => findNext(this.#view)),
      tool(icon('M18 6 6 18', 'm6 6 12 12'), this.#words.find.close, () => this.#close()),
    );
  }

  #replaceRow(): HTMLElement {
    const one = tool(this.#words.find.replaceOne, this.#words.find.replaceOne, () => replaceNext(this.#view));
    const all = tool(this.#words.find.replaceAll, this.#words.find.replaceAll, () => replaceAll(this.#view));
    for (const button of [one, all]) button.classList.add('mdr-tool-wide');
    return element('div', 'mdr-find-row', this.#replace, one, all);
  }

  #field(label: string, value: string, changed: () => void): HTMLInputElement {
    const field = element('input', 'mdr-find-field');
    field.value = value;
    field.placeholder = label;
    field.setAttribute('aria-label', label);
    field.addEventListener('input', changed);
    return field;
  }

  #option(face: string, label: string, pressed: boolean): HTMLButtonElement {
    const button = tool(face, label, () => {
      button.setAttribute('aria-pressed', String(button.getAttribute('aria-pressed') !== 'true'));
      this.#commit();
    });
    button.setAttribute('aria-pressed', String(pressed));
    return button;
  }

  #commit(): void {
    const query = new SearchQuery({
      search: this.#find.value,
      replace: this.#replace.value,
      caseSensitive: isPressed(this.#options.caseSensitive),
      wholeWord: isPressed(this.#options.wholeWord),
      regexp: isPressed(this.#options.regexp),
    });
    if (!query.eq(getSearchQuery(this.#view.state))) this.#view.dispatch({ effects: setSearchQuery.of(query) });
    this.#recount();
  }

  #show(query: SearchQuery): void {
    if (this.#find.value !== query.search) this.#find.value = query.search;
    if (this.#replace.value !== query.replace) this.#replace.value = query.replace;
  }

  #key(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.#close();
    else if (event.key === 'Enter' && event.target === this.#find)
      (event.shiftKey ? findPrevious : findNext)(this.#view);
    else if (event.key === 'Enter' && event.target === this.#replace) replaceNext(this.#view);
    else return;
    event.preventDefault();
  }

  #close(): void {
    closeSearchPanel(this.#view);
    this.#view.focus();
  }

  #recount(): void {
    const query = getSearchQuery(this.#view.state);
    this.#find.setAttribute('aria-invalid', String(query.search !== '' && !query.valid));
    if (query.search === '' || !query.valid) {
      this.#count.textContent = '';
      return;
    }
    const { from, to } = this.#view.state.selection.main;
    let all = 0;
    let current = 0;
    const cursor = query.getCursor(this.#view.state);
    for (let match = cursor.next(); match.done !== true && all < MOST_MATCHES; match = cursor.next()) {
      all += 1;
      if (match.value.from === from && match.value.to === to) current = all;
    }
    const many = all === MOST_MATCHES ? `${all}+` : String(all);
    this.#count.textContent =
      all === 0
        ? this.#words.find.none
        : this.#words.find.count.replace('%1', current === 0 ? '–' : String(current)).replace('%2', many);
  }
}

const isPressed = (button: HTMLButtonElement) => button.getAttribute('aria-pressed') === 'true';
