import { afterEach, expect, test, vi } from 'vitest';
import en from '../i18n/en.json';
import { Replica } from '../sync/replica';
import type { EditorLook } from './editorExtensions';
import { openEditor, type EditorEvents } from './openEditor';

const LOOK: EditorLook = {
  words: en.editor,
  keys: { of: () => null, elsewhere: new Set() },
  preview: en.preview,
  cspNonce: '',
};

const open: { close: () => void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

function editorWith(text: string, events: Pick<EditorEvents, 'moved' | 'failed'>) {
  const replica = new Replica({ userId: 'me', documentId: 'd', epoch: 1 }, true, null);
  replica.text.insert(0, text);
  const view = openEditor(
    document.body,
    replica,
    LOOK,
    { live: false, files: null, far: null, spelling: true },
    {
      scrolled: () => undefined,
      comment: null,
      pins: { open: () => undefined, label: String },
      suggestions: { open: () => undefined, colour: 0 },
      nearby: null,
      templates: null,
      mention: null,
      attach: { words: en.attach, uploads: null, refused: () => undefined },
      ...events,
    },
  );
  open.push(replica, { close: () => view.destroy() });
  return view;
}

test('a fault in the editor is told, and its text can still be read', () => {
  vi.spyOn(console, 'error').mockReturnValue();
  let faults = 0;
  let breaks = false;
  const view = editorWith('kept', {
    moved: () => {
      if (breaks) throw new Error('broken');
    },
    failed: () => (faults += 1),
  });
  expect(vi.mocked(console.error).mock.calls).toEqual([]);
  expect(faults).toBe(0);
  breaks = true;
  view.dispatch({ changes: { from: 4, insert: ' and more' } });
  expect(faults).toBe(1);
  expect(view.state.doc.toString()).toBe('kept and more');
});
