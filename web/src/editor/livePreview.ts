import { syntaxTree } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { attachmentOf, type AttachedFiles } from '../markdown/attachments';
import { liveMarks } from './liveMarks';

/** Live mode: the source, dressed as what it means. */
export function livePreview(taskLabel: string, files: AttachedFiles | null): Extension {
  class Dressed {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = liveMarks(view, taskLabel, files);
    }

    update(update: ViewUpdate): void {
      const reparsed = syntaxTree(update.startState) !== syntaxTree(update.state);
      if (update.docChanged || update.selectionSet || update.viewportChanged || update.focusChanged || reparsed)
        this.decorations = liveMarks(update.view, taskLabel, files);
    }
  }
  return [
    ViewPlugin.fromClass(Dressed, { decorations: ({ decorations }) => decorations }),
    EditorView.editorAttributes.of({ class: 'mdr-live' }),
    EditorView.domEventHandlers({ mousedown: (event) => follow(event, files) }),
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
