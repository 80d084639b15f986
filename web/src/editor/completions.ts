import { acceptCompletion, autocompletion, type CompletionSource } from '@codemirror/autocomplete';
import { Prec, type Extension } from '@codemirror/state';
import { keymap } from '@codemirror/view';
import type { FileEntry } from './attaching';
import type { EditorWords } from './editorWords';
import { slashMenu, type Templates } from './slashMenu';

export interface Offered {
  file: FileEntry | null;
  templates: Templates | null;
  /** What "@" offers; null where nobody can be asked for. */
  mention: CompletionSource | null;
}

/** What is offered while somebody types: "/" and what Markdown can do, "@" and people. */
export function completions(words: EditorWords, offered: Offered): Extension {
  const { mention } = offered;
  return [
    autocompletion({
      override: [...slashMenu(words, offered), ...(mention === null ? [] : [mention])],
      icons: false,
      maxRenderedOptions: 20,
      // Whoever types fast means what they typed: Enter takes the first entry as soon as it is shown.
      interactionDelay: 0,
    }),
    Prec.highest(keymap.of([{ key: 'Tab', run: acceptCompletion }])),
  ];
}
