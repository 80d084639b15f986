import { keys, SHORTCUTS, type Shortcut } from '../../app/shortcuts';
import type { EditorKeys } from '../../editor/editorExtensions';

/** The person's keys, for an editor that is being opened. */
export function editorKeys(): EditorKeys {
  const outside = Object.keys({ ...SHORTCUTS.everywhere, ...SHORTCUTS.document }) as Shortcut[];
  return {
    of: (format) => keys.of(format),
    elsewhere: new Set(outside.flatMap((shortcut) => keys.of(shortcut) ?? [])),
  };
}
