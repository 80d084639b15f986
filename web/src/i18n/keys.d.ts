import 'i18next';
import type en from './en.json';

// A key that isn't in the file doesn't compile.
declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
  }
}
