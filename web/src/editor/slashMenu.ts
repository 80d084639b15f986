import {
  startCompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  type CompletionSource,
} from '@codemirror/autocomplete';
import type { EditorState } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import type { FileEntry } from './attaching';
import type { Offered } from './completions';
import type { EditorWords } from './editorWords';
import { isProse } from './prose';
import { askTableSize } from './tableGrid';

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
  // How large it is to be is asked first.
  table: '|¦',
  math: '$$\n¦\n$$',
  diagram: '```mermaid\nflowchart LR\n  A[Start] --> B[¦End]\n```',
  callout: '> [!NOTE]\n> ¦',
  link: '[¦]()',
  // Whom is asked next.
  mention: '@¦',
  divider: '---\n\n¦',
};

/** A text that somebody has prepared. */
export interface Template {
  title: string;
  text: () => Promise<string>;
}

export type Templates = () => Promise<Template[]>;

/**
 * "/" offers what Markdown can do, by name: at the beginning of a line or of an item at once, after a blank with the
 * first letter. A slash between words, as in "1 / 2", and one in code are prose: Enter must not replace them.
 */
export function slashMenu(words: EditorWords, { file, templates, mention }: Offered): CompletionSource[] {
  const entries = (Object.keys(ENTRIES) as Entry[]).filter((entry) => entry !== 'mention' || mention !== null);
  const options = entries.map((entry, index): Completion => {
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
    const from = slashBefore(context.state, context.pos, context.explicit);
    if (from === null || context.state.readOnly) return null;
    return { from, options: options.filter(namedBy(context, from)), filter: false };
  };
  const prepared = async (context: CompletionContext): Promise<CompletionResult | null> => {
    const from = slashBefore(context.state, context.pos, context.explicit);
    if (from === null || context.state.readOnly || templates === null) return null;
    // Without them the menu has all the rest.
    const found = await templates().catch(() => []);
    const offered = found.map((template) => templateEntry(template, words.template, options.length));
    return { from, options: offered.filter(namedBy(context, from)), filter: false };
  };
  return [source, prepared];
}

/** With what was typed behind the slash one of its words begins. */
function namedBy({ state, pos }: CompletionContext, slash: number): (entry: Completion) => boolean {
  const query = state.sliceDoc(slash + 1, pos).toLowerCase();
  return ({ label }) =>
    label
      .slice(1)
      .toLowerCase()
      .split(' ')
      .some((word) => word.startsWith(query));
}

const FRONT_MATTER = /^---[ \t]*\n[\s\S]*?\n---[ \t]*(?:\n|$)/;

function templateEntry({ title, text }: Template, detail: string, index: number): Completion {
  return {
    label: `/${title}`,
    displayLabel: title,
    detail,
    boost: -index,
    apply(view, _completion, from, to) {
      view.dispatch({ changes: { from, to }, userEvent: 'input.complete' });
      const write = (whole: string) => {
        const plain = whole.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
        // What a text says about itself stands at its very top alone.
        const { main } = view.state.selection;
        const insert = main.from === 0 ? plain : plain.replace(FRONT_MATTER, '');
        view.dispatch(view.state.replaceSelection(insert), { userEvent: 'input.complete', scrollIntoView: true });
      };
      // One that can't be had any more leaves the text as it is.
      void text().then(write, () => undefined);
    },
  };
}

const AT_A_BEGINNING = /^(\s*(?:(?:[-*+>]|\d+[.)])\s+)*|.*\s(?=\/\p{L}))\/[\p{L}\d]*$/u;
const AFTER_A_BLANK = /^(|.*\s)\/[\p{L}\d]*$/u;

/** Where the slash stands that asks for the menu; null where none does. Where it was asked for, any after a blank does. */
export function slashBefore(state: EditorState, at: number, asked = false): number | null {
  const line = state.doc.lineAt(at);
  const before = line.text.slice(0, at - line.from);
  const query = (asked ? AFTER_A_BLANK : AT_A_BEGINNING).exec(before);
  if (query === null) return null;
  const from = line.from + (query[1]?.length ?? 0);
  return isProse(state, from) ? from : null;
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
  if (entry === 'table') {
    view.dispatch({ changes: { from, to }, effects: askTableSize(from), userEvent: 'input.complete' });
    return;
  }
  const template = ENTRIES[entry];
  view.dispatch({
    changes: { from, to, insert: template.replace('¦', '') },
    selection: { anchor: from + template.indexOf('¦') },
    scrollIntoView: true,
    userEvent: 'input.complete',
  });
  if (entry === 'mention') startCompletion(view);
}
