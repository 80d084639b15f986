import { syntaxTree } from '@codemirror/language';
import { ViewPlugin, type EditorView, type PluginValue, type ViewUpdate } from '@codemirror/view';
import { whenIdle, type Waiting } from '../app/whenIdle';
import { MistakeSearch } from './findMistakes';
import { markedMistakes, setMistakes } from './markedMistakes';

/** So long nothing was typed. */
const REST = 1_000;

/** Looks through the text when typing rests, a little whenever nothing else is to be done, and while somebody sees it. */
export const lookForMistakes = ViewPlugin.fromClass(
  class implements PluginValue {
    readonly #view: EditorView;
    #resting: ReturnType<typeof setTimeout> | undefined;
    #idle: Waiting | null = null;

    constructor(view: EditorView) {
      this.#view = view;
      this.#wait();
      document.addEventListener('visibilitychange', this.#wait);
    }

    update({ docChanged, state, startState }: ViewUpdate): void {
      // A long text is parsed little by little.
      if (docChanged || syntaxTree(state) !== syntaxTree(startState)) this.#wait();
    }

    destroy(): void {
      this.#stop();
      document.removeEventListener('visibilitychange', this.#wait);
    }

    look(): void {
      this.#stop();
      const { state } = this.#view;
      let search: MistakeSearch | null = null;
      const goOn = () => {
        this.#idle = whenIdle((until) => {
          search ??= new MistakeSearch(state.doc, syntaxTree(state));
          const found = search.goOn(until, () => performance.now());
          if (found === null) goOn();
          else if (found.length > 0 || this.#view.state.field(markedMistakes).placed.length > 0)
            this.#view.dispatch({ effects: setMistakes.of(found) });
        });
      };
      goOn();
    }

    readonly #wait = () => {
      this.#stop();
      if (!document.hidden) this.#resting = setTimeout(() => this.look(), REST);
    };

    #stop(): void {
      clearTimeout(this.#resting);
      this.#idle?.cancel();
    }
  },
);
