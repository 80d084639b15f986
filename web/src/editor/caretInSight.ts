import type { Extension } from '@codemirror/state';
import { EditorView, ViewPlugin } from '@codemirror/view';

/** When the keyboard of a telephone comes up, the line that is written in stays in sight above it. */
export const caretInSight: Extension = ViewPlugin.define((view) => {
  const viewport = view.dom.ownerDocument.defaultView?.visualViewport;
  let frame = 0;
  const show = () => {
    cancelAnimationFrame(frame);
    // By then the page has left the keyboard its room.
    frame = requestAnimationFrame(() => {
      if (view.hasFocus)
        view.dispatch({
          effects: EditorView.scrollIntoView(view.state.selection.main.head, { y: 'nearest', yMargin: 24 }),
        });
    });
  };
  viewport?.addEventListener('resize', show);
  return {
    destroy: () => {
      cancelAnimationFrame(frame);
      viewport?.removeEventListener('resize', show);
    },
  };
});
