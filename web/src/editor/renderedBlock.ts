import { type EditorView, WidgetType } from '@codemirror/view';
import type { LiveLook } from './livePreview';
import { element } from './elements';

type Renderer = typeof import('../markdown/renderBlock');

let renderer: Renderer | null = null;
const LINE_HEIGHT = 34;

export interface BlockSource {
  /** Without what the quotes and lists around it put before each line. */
  source: string;
  lines: number;
  /** What they put there. */
  prefix: string;
}

/** A block as what it becomes. A click on it goes to the line that it came from. */
export class RenderedBlock extends WidgetType {
  readonly #block: BlockSource;
  readonly #look: LiveLook;

  constructor(block: BlockSource, look: LiveLook) {
    super();
    this.#block = block;
    this.#look = look;
  }

  override eq(other: RenderedBlock): boolean {
    const [mine, theirs] = [this.#block, other.#block];
    return mine.source === theirs.source && mine.prefix === theirs.prefix && other.#look === this.#look;
  }

  override get estimatedHeight(): number {
    return this.#block.lines * LINE_HEIGHT;
  }

  toDOM(view: EditorView): HTMLElement {
    const frame = element('div', 'mdr-live-block mdr-prose');
    const { source, prefix } = this.#block;
    if (prefix.includes('>')) frame.classList.add('mdr-live-quote');
    const indent = prefix.replace(/>[ \t]?/g, '').length;
    if (indent > 0) frame.style.marginLeft = `${indent}ch`;
    frame.contentEditable = 'false';
    frame.addEventListener('mousedown', (event) => this.#goToSource(view, frame, event));
    frame.addEventListener('click', onlyWithModifier, { capture: true });
    sizes.watch(frame, view);
    const { preview, files, far } = this.#look;
    const fill = ({ renderBlock }: Renderer) => frame.replaceChildren(renderBlock(source, preview, files, far));
    if (renderer !== null) fill(renderer);
    else {
      // Until it is loaded the source stands there.
      frame.append(element('pre', '', source));
      void import('../markdown/renderBlock').then((loaded) => {
        renderer = loaded;
        fill(loaded);
      });
    }
    return frame;
  }

  override destroy(frame: HTMLElement): void {
    sizes.forget(frame);
  }

  override ignoreEvent(): boolean {
    return true;
  }

  #goToSource(view: EditorView, frame: HTMLElement, event: MouseEvent): void {
    if (event.button !== 0 || view.state.readOnly || followsLink(event) || isOnButton(event)) return;
    event.preventDefault();
    const { doc } = view.state;
    const first = doc.lineAt(view.posAtDOM(frame)).number;
    const line = doc.line(Math.min(doc.lines, first + lineOf(frame, event.target, this.#block.lines)));
    view.dispatch({ selection: { anchor: line.to } });
    view.focus();
  }
}

/** Which line of the source, from 0, what was clicked came from: the row of dashes is none of the rendered table's. */
function lineOf(frame: HTMLElement, target: EventTarget | null, lines: number): number {
  const row = target instanceof Element ? target.closest('tr') : null;
  if (row === null) return Math.min(1, lines - 1);
  const index = [...frame.querySelectorAll('tr')].indexOf(row);
  return index === 0 ? 0 : index + 1;
}

const followsLink = ({ target, ctrlKey, metaKey }: MouseEvent) =>
  (ctrlKey || metaKey) && target instanceof Element && target.closest('a') !== null;

const isOnButton = ({ target }: MouseEvent) => target instanceof Element && target.closest('button') !== null;

/** As everywhere in Live: a click puts the cursor somewhere, with Ctrl it follows. */
function onlyWithModifier(event: MouseEvent): void {
  if (!(event.target instanceof Element) || event.target.closest('a') === null || followsLink(event)) return;
  event.preventDefault();
  event.stopPropagation();
}

/** Formulas and pictures come later than the block that they are in, and make it higher. */
class Sizes {
  readonly #views = new WeakMap<Element, EditorView>();
  readonly #observer = new ResizeObserver((entries) => {
    for (const { target } of entries) this.#views.get(target)?.requestMeasure();
  });

  watch(frame: Element, view: EditorView): void {
    this.#views.set(frame, view);
    this.#observer.observe(frame);
  }

  forget(frame: Element): void {
    this.#observer.unobserve(frame);
  }
}

const sizes = new Sizes();
