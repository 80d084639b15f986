import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { whenQuiet } from '../app/whenQuiet';
import type { AttachedFiles } from '../markdown/attachments';
import type { FarPictures } from '../markdown/farPictures';
import type { EditorText } from '../sync/editorText';
import { editorExtensions, type EditorActions, type EditorLook } from './editorExtensions';
import type { EditorWords } from './editorWords';
import { livePreview } from './livePreview';

/** Line and column from 1, as people count. */
export interface Caret {
  line: number;
  column: number;
  /** What is selected, or empty. */
  selected: string;
}

export interface EditorEvents extends EditorActions {
  moved: (caret: Caret) => void;
  scrolled: (line: number) => void;
  /** Something in the editor has thrown: from here on what is typed may stay in it alone. */
  failed: () => void;
}

/** How the source is shown. */
export interface Dress {
  /** As what it means, or bare. */
  live: boolean;
  /** Those that the text may name; null where there are none. */
  files: AttachedFiles | null;
  /** Null where pictures of other servers aren't fetched. */
  far: FarPictures | null;
  /** Whether the browser marks words that it doesn't know. */
  spelling: boolean;
}

const dress = new Compartment();
const spelling = new Compartment();
const modal = new Compartment();
const mistakes = new Compartment();

export function openEditor(
  parent: HTMLElement,
  replica: EditorText,
  look: EditorLook,
  worn: Dress,
  events: EditorEvents,
): EditorView {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: replica.text.toJSON(),
      extensions: [
        // Before all other keys.
        modal.of([]),
        dress.of(dressed(worn, look, false)),
        spelling.of(spellchecked(worn)),
        mistakes.of([]),
        editorExtensions(replica, look, events),
        EditorView.exceptionSink.of((error) => {
          console.error('The editor has run into a fault.', error);
          events.failed();
        }),
        EditorView.updateListener.of((update) => {
          if (update.selectionSet || update.docChanged) events.moved(caretOf(update.state));
        }),
        EditorView.domEventObservers({ scroll: (_event, scrolled) => events.scrolled(topLine(scrolled)) }),
      ],
    }),
  });
  events.moved(caretOf(view.state));
  return view;
}

/** Between the bare source and Live, keeping cursor, selection and place. */
export function dressEditor(view: EditorView, worn: Dress, look: EditorLook): void {
  view.dispatch({ effects: dress.reconfigure(dressed(worn, look, view.hasFocus)) });
}

export function checkSpelling(view: EditorView, worn: Dress): void {
  view.dispatch({ effects: spelling.reconfigure(spellchecked(worn)) });
}

/** Gives it Vim's keys; few want them, so they are loaded then. Where they can't be, it keeps its own. */
export async function wearVim(view: EditorView): Promise<void> {
  const loaded = await import('./vimKeys').catch(() => null);
  if (loaded !== null && view.dom.isConnected) view.dispatch({ effects: modal.reconfigure(loaded.vimExtension) });
}

export type MistakeMarks = typeof import('./mistakeMarks');

/**
 * Points out mistakes in the Markdown from when nothing else is loaded any more: nobody waits for it to begin to write.
 *
 * @param loaded is told what is there then, and null when it has gone.
 * @returns what ends it.
 */
export function pointOutMistakes(
  view: EditorView,
  words: EditorWords,
  loaded: (marks: MistakeMarks | null) => void,
): () => void {
  let wanted = true;
  const load = async () => {
    await whenQuiet();
    const marks = wanted ? await import('./mistakeMarks').catch(() => null) : null;
    if (marks === null || !wanted) return;
    view.dispatch({ effects: mistakes.reconfigure(marks.mistakeMarks(words)) });
    loaded(marks);
  };
  void load();
  return () => {
    wanted = false;
    loaded(null);
    view.dispatch({ effects: mistakes.reconfigure([]) });
  };
}

const dressed = ({ live, files, far }: Dress, { words, preview }: EditorLook, hasFocus: boolean): Extension =>
  live ? livePreview({ task: words.task, preview, files, far }, hasFocus) : [];

const spellchecked = ({ spelling: wanted }: Dress): Extension =>
  EditorView.contentAttributes.of({ spellcheck: String(wanted) });

/** Brings a line (from 0, with a fraction) to the top. */
export function scrollEditorToLine(view: EditorView, line: number): void {
  const { doc } = view.state;
  const at = doc.line(Math.min(doc.lines, Math.max(1, Math.floor(line) + 1)));
  const block = view.lineBlockAt(at.from);
  view.scrollDOM.scrollTop = view.documentPadding.top + block.top + (line - Math.floor(line)) * block.height;
}

/** Brings a place into sight, if it isn't, and moves no cursor. */
export function revealPlace(view: EditorView, place: number): void {
  const at = Math.min(place, view.state.doc.length);
  view.dispatch({ effects: EditorView.scrollIntoView(at, { y: 'nearest', yMargin: 96 }) });
}

/** Puts the cursor at a line (from 0) and shows it. */
export function goToLine(view: EditorView, line: number): void {
  const { doc } = view.state;
  const { from } = doc.line(Math.min(doc.lines, line + 1));
  view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'start', yMargin: 24 }) });
  view.focus();
}

function caretOf(state: EditorState): Caret {
  const { head, from, to } = state.selection.main;
  const line = state.doc.lineAt(head);
  return { line: line.number, column: head - line.from + 1, selected: state.sliceDoc(from, to) };
}

/** The first line in sight, with the part of it that has scrolled away as its fraction. */
function topLine(view: EditorView): number {
  const top = view.scrollDOM.scrollTop;
  const block = view.lineBlockAtHeight(Math.max(0, top - view.documentPadding.top));
  const part = block.height === 0 ? 0 : (top - view.documentPadding.top - block.top) / block.height;
  return view.state.doc.lineAt(block.from).number - 1 + Math.min(1, Math.max(0, part));
}
