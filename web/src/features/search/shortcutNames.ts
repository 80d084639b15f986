import type { Shortcut } from '../../app/shortcuts';

/** What each of them does, in words that stand elsewhere too where there are some. */
export const SHORTCUT_NAMES = {
  palette: 'search.title',
  searchWorkspace: 'shortcuts.searchWorkspace',
  rail: 'shortcuts.rail',
  theme: 'shortcuts.theme',
  sheet: 'shortcuts.title',
  edit: 'document.mode_edit',
  both: 'document.mode_both',
  view: 'document.mode_view',
  liveOrEdit: 'shortcuts.liveOrEdit',
  comment: 'editor.format.comment',
  outline: 'document.outline',
  history: 'document.history',
  whatChanged: 'news.whatChanged',
  present: 'document.present',
  nextChange: 'shortcuts.nextChange',
  previousChange: 'shortcuts.previousChange',
  accept: 'shortcuts.accept',
  reject: 'shortcuts.reject',
  nameVersion: 'history.nameThis',
  bold: 'editor.format.bold',
  italic: 'editor.format.italic',
  strike: 'editor.format.strike',
  code: 'editor.format.code',
  link: 'shortcuts.link',
} as const satisfies Record<Shortcut, string>;
