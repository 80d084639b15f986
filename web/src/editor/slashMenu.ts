import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import type { FileEntry } from './attaching';
import type { EditorWords } from './editorWords';

type Entry = keyof EditorWords['slash'];

/** What each entry writes; `¦` is where the cursor goes. */
const ENTRIES: Record<Entry, string> = {
  heading1: '# ¦',
  heading2: '## ¦',
  heading3: '### ¦',
  bullets: '- ¦',
  numbers: '1. ¦',
  tasks: '- [ ] ¦',
  quote: '> ¦',
  code: '```¦\n\n```',
  table: '| ¦ |  |  |\n| --- | --- | --- |\n|  |  |  |\n|  |  |  |',
  math: '$$\n¦\n$$',
  diagram: '```mermaid\nflowchart LR\n  A[Start] --> B[¦End]\n```',
  callout: '> [!NOTE]\n> ¦',
  link: '[¦]()',
  divider: '---\n\n¦',
};

/** "/" at the beginning of a line or after a blank offers what Markdown can do, by name. */
export function slashMenu(words: EditorWords, file: FileEntry | null): Extension {
  const options: Completion[] = (Object.keys(ENTRIES) as Entry[]).map((entry, index): Completion => {
    const label = words.slash[entry];
    return {
      label: `/${label}`,
      displayLabel: label,
      detail: hint(entry),
      apply: (...at) => insert(entry, ...at),
      boost: -index,
    };
  });
  if (file !== null) options.push(entryOf(file, options.length));
  const source = (context: CompletionContext): CompletionResult | null => {
    const typed = context.matchBefore(/(?:^|\s)\/[\p{L}\d ]*$/u);
    if (typed === null || context.state.readOnly) return null;
    const from = typed.from + typed.text.indexOf('/');
    return { from, options, validFor: /^\/[\p{L}\d ]*$/u };
  };
  return autocompletion({ override: [source], icons: false, maxRenderedOptions: 20 });
}

function entryOf({ label, pick }: FileEntry, index: number): Completion {
  return {
    label: `/${label}`,
    displayLabel: label,
    detail: '![]()',
    boost: -index,
    apply(view, _completion, from, to) {
      view.dispatch({ changes: { from, to }, userEvent: 'input.complete' });
      pick(view);
    },
  };
}

function hint(entry: Entry): string {
  return (ENTRIES[entry].split('\n')[0] ?? '').replace('¦', '').trim();
}

function insert(entry: Entry, view: EditorView, _completion: Completion, from: number, to: number): void {
  const template = ENTRIES[entry];
  view.dispatch({
    changes: { from, to, insert: template.replace('¦', '') },
    selection: { anchor: from + template.indexOf('¦') },
    scrollIntoView: true,
    userEvent: 'input.complete',
  });
}
