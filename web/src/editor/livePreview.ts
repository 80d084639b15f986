import { syntaxTree } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { attachmentOf, type AttachedFiles } from '../markdown/attachments';
import type { FarPictures } from '../markdown/farPictures';
import type { PreviewWords } from '../markdown/preview';
import { KeptMarks } from './keptMarks';
import { liveBlocks } from './liveBlocks';
import { liveCode } from './liveCode';

export interface LiveLook {
  /** What the box of a task without words is called. */
  task: string;
  preview: PreviewWords;
  /** Those that the text may name; null where there are none. */
  files: AttachedFiles | null;
  /** Pictures of other servers; null where they aren't fetched. */
  far: FarPictures | null;
}

/** Live mode: the source, dressed as what it means. */
export function livePreview(look: LiveLook, hasFocus: boolean): Extension {
  const marks = new KeptMarks(look);

  class Dressed {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = marks.inSightOf(view);
    }

    update(update: ViewUpdate): void {
      const reparsed = syntaxTree(update.startState) !== syntaxTree(update.state);
      if (update.docChanged || update.selectionSet || update.viewportChanged || update.focusChanged || reparsed)
        this.decorations = marks.inSightOf(update.view);
    }
  }
  return [
    ViewPlugin.fromClass(Dressed, { decorations: ({ decorations }) => decorations }),
    liveBlocks(look, hasFocus),
    liveCode(),
    EditorView.editorAttributes.of({ class: 'mdr-live' }),
    EditorView.domEventHandlers({ mousedown: (event) => follow(event, look.files) }),
  ];
}

function follow(event: MouseEvent, files: AttachedFiles | null): boolean {
  const { target } = event;
  const link = target instanceof Element ? target.closest<HTMLElement>('[data-href]') : null;
  if (link?.dataset.href === undefined || !(event.ctrlKey || event.metaKey)) return false;
  const attachment = attachmentOf(link.dataset.href);
  if (attachment !== null && files !== null) void files.save(attachment);
  else window.open(link.dataset.href, '_blank', 'noopener,noreferrer');
  return true;
}
