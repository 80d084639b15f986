import { Prec, StateEffect, StateField, type Extension } from '@codemirror/state';
import { Decoration, EditorView, ViewPlugin, type DecorationSet } from '@codemirror/view';
import type { EditorText } from '../sync/editorText';
import { afterOthersEdits } from './afterOthersEdits';
import { carriedFiles, isImage } from './carriedFiles';
import type { AttachWords } from './editorWords';
import { UploadMark } from './uploadMark';
import type { Uploads } from './uploads';

export interface AttachOptions {
  words: AttachWords;
  /** Null where files can't become part of the document. */
  uploads: Uploads | null;
  /** Images came to a text that can't take them. */
  refused: () => void;
}

/** The way to the file picker, as the menus name it. */
export interface FileEntry {
  label: string;
  pick: (view: EditorView) => void;
}

/** Files that are pasted, dropped or picked become attachments; what is on its way is shown where it will stand. */
export function attaching(shown: EditorText, { words, uploads, refused }: AttachOptions): Extension {
  const take = (files: File[], at: number): boolean => {
    if (uploads !== null) uploads.add(files, shown, at);
    else if (files.some(isImage)) refused();
    // CodeMirror reads text out of dropped files.
    else return false;
    return true;
  };
  const arrivals = EditorView.domEventHandlers({
    paste(event, view) {
      const files = carriedFiles(event.clipboardData);
      return files.length > 0 && take(files, view.state.selection.main.to);
    },
    drop(event, view) {
      const files = [...(event.dataTransfer?.files ?? [])];
      const at = view.posAtCoords({ x: event.clientX, y: event.clientY }, false);
      return files.length > 0 && take(files, at);
    },
  });
  return [Prec.high(arrivals), uploads === null ? [] : underWay(shown, uploads, words)];
}

/** Lets the person choose files for the place of the cursor. */
export function pickAttachments(view: EditorView, shown: EditorText, uploads: Uploads): void {
  const picker = document.createElement('input');
  picker.type = 'file';
  picker.multiple = true;
  picker.hidden = true;
  picker.addEventListener('cancel', () => picker.remove());
  picker.addEventListener('change', () => {
    picker.remove();
    const files = [...(picker.files ?? [])];
    if (files.length > 0) uploads.add(files, shown, view.state.selection.main.to);
    view.focus();
  });
  // One that is nowhere on the page may be gone before somebody has chosen.
  document.body.append(picker);
  picker.click();
}

const setMarks = StateEffect.define<DecorationSet>();

const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(before, transaction) {
    for (const effect of transaction.effects) if (effect.is(setMarks)) return effect.value;
    return before.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

function underWay(shown: EditorText, uploads: Uploads, words: AttachWords): Extension {
  const place = (view: EditorView) => {
    const ranges = uploads.placed(shown).map(({ at, upload }) =>
      Decoration.widget({
        side: -1,
        widget: new UploadMark(upload, words, {
          retry: () => uploads.retry(upload.id),
          cancel: () => {
            uploads.cancel(upload.id);
            view.focus();
          },
        }),
      }).range(Math.min(at, view.state.doc.length)),
    );
    if (ranges.length === 0 && view.state.field(marks).size === 0) return;
    view.dispatch({ effects: setMarks.of(Decoration.set(ranges, true)) });
  };
  const follow = ViewPlugin.define((view) => {
    let waiting = false;
    let open = true;
    // A microtask later the editor has taken in the text that the places speak of.
    const soon = () => {
      if (waiting) return;
      waiting = true;
      queueMicrotask(() => {
        waiting = false;
        if (open) place(view);
      });
    };
    soon();
    const stop = uploads.subscribe(soon);
    const stopWriting = uploads.onWritten((text, from, to) => {
      const { main } = view.state.selection;
      // Who still waits at the place goes on behind the files.
      if (text === shown.text && main.empty && main.head === from)
        view.dispatch({ selection: { anchor: to }, scrollIntoView: view.hasFocus });
    });
    return {
      destroy() {
        open = false;
        stop();
        stopWriting();
      },
    };
  });
  return [marks, follow, afterOthersEdits(place, () => undefined)];
}
