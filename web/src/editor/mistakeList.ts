import { StateEffect, StateField, type Extension } from '@codemirror/state';
import { showPanel, type EditorView, type Panel, type ViewUpdate } from '@codemirror/view';
import type { EditorWords } from './editorWords';
import { element, icon, tool } from './elements';
import type { Mistake } from './findMistakes';
import { markedMistakes, setMistakes, type Placed } from './markedMistakes';
import { mistakeNote } from './mistakeNote';

const setOpen = StateEffect.define<boolean>();

export function mistakeList(words: EditorWords): Extension {
  const list = (view: EditorView) => new MistakeList(view, words);
  return StateField.define<boolean>({
    create: () => false,
    update: (open, { effects }) => effects.find((effect) => effect.is(setOpen))?.value ?? open,
    provide: (field) => showPanel.from(field, (open) => (open ? list : null)),
  });
}

/** Opens the list and goes into it, or closes it. */
export function toggleMistakeList(view: EditorView): void {
  const open = view.dom.querySelector('.mdr-mistakes') === null;
  view.dispatch({ effects: setOpen.of(open) });
  if (open) view.dom.querySelector<HTMLElement>('.mdr-mistakes button')?.focus();
  else view.focus();
}

class MistakeList implements Panel {
  readonly dom: HTMLElement;
  readonly #view: EditorView;
  readonly #words: EditorWords;
  readonly #list = element('ul', 'mdr-mistakes-list');

  constructor(view: EditorView, words: EditorWords) {
    this.#view = view;
    this.#words = words;
    const close = tool(icon('M18 6 6 18', 'm6 6 12 12'), words.find.close, () => toggleMistakeList(view));
    this.dom = element('div', 'mdr-mistakes', this.#list, close);
    this.dom.setAttribute('role', 'region');
    this.dom.setAttribute('aria-label', words.mistakes.list);
    this.dom.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      toggleMistakeList(view);
    });
    this.#show();
  }

  update({ transactions }: ViewUpdate): void {
    if (transactions.some(({ effects }) => effects.some((effect) => effect.is(setMistakes)))) this.#show();
  }

  #show(): void {
    const buttons = () => [...this.dom.querySelectorAll('button')];
    const focused = buttons().findIndex((button) => button === document.activeElement);
    const items = this.#view.state.field(markedMistakes).placed.map((placed) => this.#item(placed));
    if (items.length === 0) items.push(element('li', 'mdr-mistakes-none', this.#words.mistakes.none));
    this.#list.replaceChildren(...items);
    if (focused !== -1) buttons()[Math.min(focused, buttons().length - 1)]?.focus();
  }

  #item({ mistake, from }: Placed): HTMLElement {
    const line = this.#view.state.doc.lineAt(from).number;
    const place = element('button', 'mdr-mistakes-place', this.#words.mistakes.line.replace('%1', String(line)));
    place.type = 'button';
    place.addEventListener('click', () => this.#goTo(mistake));
    return element('li', 'mdr-mistakes-item', place, mistakeNote(this.#view, mistake, this.#words));
  }

  #goTo(wanted: Mistake): void {
    const found = this.#view.state.field(markedMistakes).placed.find(({ mistake }) => mistake === wanted);
    if (found !== undefined)
      this.#view.dispatch({ selection: { anchor: found.from, head: found.to }, scrollIntoView: true });
    this.#view.focus();
  }
}
