import type en from '../i18n/en.json';

/** What the editor says; passed in, since nothing below `editor/` knows of React or the language. */
export type EditorWords = (typeof en)['editor'];

/** What it says about files on their way into the text. */
export type AttachWords = (typeof en)['attach'];
