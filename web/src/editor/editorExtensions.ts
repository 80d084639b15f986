import { defaultKeymap, indentWithTab } from '@codemirror/commands';
import { markdown, markdownKeymap, markdownLanguage } from '@codemirror/lang-markdown';
import { indentUnit, syntaxHighlighting } from '@codemirror/language';
import { EditorState, type Extension } from '@codemirror/state';
import { drawSelection, dropCursor, EditorView, highlightActiveLine, keymap } from '@codemirror/view';
import { yCollab, yUndoManagerKeymap } from 'y-codemirror.next';
import type { Replica } from '../sync/replica';
import { markdownStyle } from './markdownStyle';
import { remoteCursors } from './remoteCursors';
import { shareCursor } from './shareCursor';

export interface EditorLook {
  label: string;
  /** Read out on focus: how to leave the editor by keyboard. */
  hint: string;
  /** The nonce that the page was served with: CodeMirror's style sheets carry it. */
  cspNonce: string;
}

export function editorExtensions(replica: Replica, look: EditorLook): Extension[] {
  return [
    // Y.Text knows "\n" only; any other line end would shift every offset after it.
    EditorState.lineSeparator.of('\n'),
    EditorView.cspNonce.of(look.cspNonce),
    EditorView.contentAttributes.of({
      // Also where it can't be edited, so that it can be scrolled by keyboard.
      tabindex: '0',
      'aria-label': look.label,
      'aria-description': look.hint,
      spellcheck: 'true',
      autocapitalize: 'sentences',
    }),
    EditorView.lineWrapping,
    EditorState.tabSize.of(4),
    indentUnit.of('    '),
    drawSelection(),
    dropCursor(),
    highlightActiveLine(),
    markdown({ base: markdownLanguage, addKeymap: false, pasteURLAsLink: true }),
    syntaxHighlighting(markdownStyle),
    yCollab(replica.text, null, { undoManager: replica.undo }),
    remoteCursors(replica),
    replica.canEdit
      ? [
          shareCursor(replica),
          // Escape first lets Tab leave the editor: CodeMirror's own key map has it.
          keymap.of([...yUndoManagerKeymap, ...markdownKeymap, indentWithTab, ...defaultKeymap]),
        ]
      : [EditorState.readOnly.of(true), EditorView.editable.of(false), keymap.of(defaultKeymap)],
    withoutCarriageReturns,
  ];
}

/** What is pasted or dropped may carry "\r" of its own; inside a line CodeMirror would keep it. */
const withoutCarriageReturns = EditorView.clipboardInputFilter.of((text) => text.replace(/\r\n?/g, '\n'));
