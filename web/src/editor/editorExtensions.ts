import type { CompletionSource } from '@codemirror/autocomplete';
import { defaultKeymap } from '@codemirror/commands';
import { markdownKeymap } from '@codemirror/lang-markdown';
import { indentUnit } from '@codemirror/language';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  dropCursor,
  EditorView,
  highlightActiveLine,
  keymap,
  tooltips,
  type Command,
  type KeyBinding,
} from '@codemirror/view';
import { yCollab, yUndoManagerKeymap } from 'y-codemirror.next';
import type { EditorText } from '../sync/editorText';
import { attaching, pickAttachments, type AttachOptions, type FileEntry } from './attaching';
import { blockColours } from './blockColours';
import { caretInSight } from './caretInSight';
import { commentPins, type PinOptions } from './commentPins';
import { completions } from './completions';
import type { EditorWords } from './editorWords';
import { findAndReplace } from './findPanel';
import { insertLink, toggleMark } from './format';
import { indent, outdent } from './indent';
import type { PreviewWords } from '../markdown/preview';
import { markdownStyle } from './markdownStyle';
import { markdownSyntax } from './markdownSyntax';
import { nearbyEdits, type NearbyEdit } from './nearbyEdits';
import { remoteCursors } from './remoteCursors';
import { selectionToolbar } from './selectionToolbar';
import { shareCursor } from './shareCursor';
import { suggestedChanges, type SuggestionOptions } from './suggestedChanges';
import type { Templates } from './slashMenu';
import { toggleTask } from './tasks';
import { tableGrid } from './tableGrid';
import { tableTools } from './tableTools';
import { touchBar } from './touchBar';

/** Those who listen must not be talked over: news is gathered. */
const NEWS_PAUSE = 5_000;

export type FormatKey = 'bold' | 'italic' | 'strike' | 'code' | 'link' | 'task';

/** The person's keys, written as CodeMirror writes them. */
export interface EditorKeys {
  /** Null without any. */
  of: (format: FormatKey) => string | null;
  /** What has another meaning on the page: the editor leaves these alone. */
  elsewhere: ReadonlySet<string>;
}

export interface EditorLook {
  words: EditorWords;
  keys: EditorKeys;
  /** Of what Live mode shows as it becomes. */
  preview: PreviewWords;
  /** The nonce that the page was served with: CodeMirror's style sheets carry it. */
  cspNonce: string;
}

export interface EditorActions {
  /** Opens a comment on what is selected; null for those who may not. */
  comment: (() => void) | null;
  pins: PinOptions;
  suggestions: SuggestionOptions;
  attach: AttachOptions;
  /** Prepared texts that can be written into this one; null where there are none. */
  templates: Templates | null;
  /** What "@" offers; null where nobody can be asked for. */
  mention: CompletionSource | null;
  /** Told of others' edits near the cursor; null for those who don't want to be. */
  nearby: ((edits: NearbyEdit[]) => void) | null;
}

export function editorExtensions(
  replica: EditorText,
  look: EditorLook,
  { comment, pins, suggestions, attach, templates, mention, nearby }: EditorActions,
): Extension[] {
  const { words, keys } = look;
  const without = (bindings: readonly KeyBinding[]) =>
    bindings.filter(({ key }) => key === undefined || !keys.elsewhere.has(inOrder(key)));
  const { uploads } = attach;
  const file: FileEntry | null =
    uploads === null ? null : { label: attach.words.pick, pick: (view) => pickAttachments(view, replica, uploads) };
  return [
    // Y.Text knows "\n" only; any other line end would shift every offset after it.
    EditorState.lineSeparator.of('\n'),
    EditorView.cspNonce.of(look.cspNonce),
    // What CodeMirror itself tells screen readers.
    EditorState.phrases.of(words.phrases),
    EditorView.contentAttributes.of({
      // Also where it can't be edited, so that it can be scrolled by keyboard.
      tabindex: '0',
      'aria-label': words.label,
      'aria-description': words.hint,
      autocapitalize: 'sentences',
    }),
    EditorView.lineWrapping,
    EditorState.tabSize.of(4),
    indentUnit.of('    '),
    drawSelection(),
    dropCursor(),
    highlightActiveLine(),
    highlightSelectionMatches({ minSelectionLength: 3 }),
    tooltips({ position: 'absolute', tooltipSpace: belowTheBars }),
    markdownSyntax,
    blockColours(markdownStyle),
    yCollab(replica.text, null, { undoManager: replica.undo }),
    remoteCursors(replica, words),
    commentPins(replica, pins),
    suggestedChanges(replica, suggestions),
    nearby === null ? [] : nearbyEdits(nearby, NEWS_PAUSE),
    findAndReplace(words),
    selectionToolbar({ words, comment, file }),
    replica.canEdit
      ? [
          replica.sharesCursor ? shareCursor(replica) : [],
          completions(words, { file, templates, mention }),
          attaching(replica, attach),
          tableGrid(words),
          tableTools(words),
          touchBar(words, mention),
          caretInSight,
          // Escape first lets Tab leave the editor: CodeMirror's own key map has it.
          keymap.of([
            ...formatKeymap(keys),
            ...yUndoManagerKeymap,
            ...markdownKeymap,
            ...without(searchKeymap),
            { key: 'Tab', run: indent, shift: outdent },
            ...without(defaultKeymap),
          ]),
        ]
      : [
          EditorState.readOnly.of(true),
          EditorView.editable.of(false),
          keymap.of([...without(searchKeymap), ...without(defaultKeymap)]),
        ],
    withoutCarriageReturns,
  ];
}

/** CodeMirror takes modifiers in any order, and its own key maps use several. */
function inOrder(key: string): string {
  const parts = key.split('-');
  const last = parts.pop() ?? '';
  return [...['Mod', 'Ctrl', 'Meta', 'Alt', 'Shift'].filter((part) => parts.includes(part)), last].join('-');
}

const FORMATS: Record<FormatKey, Command> = {
  bold: toggleMark('**'),
  italic: toggleMark('*'),
  strike: toggleMark('~~'),
  code: toggleMark('`'),
  // Without a selection the usual key opens the palette.
  link: (view) => !view.state.selection.main.empty && insertLink(view),
  task: (view) => toggleTask(view, view.state.selection.main.head),
};

function formatKeymap(keys: EditorKeys): KeyBinding[] {
  return (Object.keys(FORMATS) as FormatKey[]).flatMap((format) => {
    const key = keys.of(format);
    return key === null ? [] : [{ key, run: FORMATS[format], stopPropagation: format === 'link' }];
  });
}

/** What is pasted or dropped may carry "\r" of its own; inside a line CodeMirror would keep it. */
const withoutCarriageReturns = EditorView.clipboardInputFilter.of((text) => text.replace(/\r\n?/g, '\n'));

/** What is above the first line would be hidden by the bars of the page: it stands below the line then. */
function belowTheBars({ scrollDOM, dom: { ownerDocument } }: EditorView) {
  const { clientWidth: right, clientHeight: bottom } = ownerDocument.documentElement;
  return { top: scrollDOM.getBoundingClientRect().top, left: 0, bottom, right };
}
