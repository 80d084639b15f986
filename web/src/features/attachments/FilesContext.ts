import { createContext } from 'react';
import type { AttachedFiles } from '../../markdown/attachments';

/** The files of the document that is open, for whatever beside its text names them; null where it has none. */
export const FilesContext = createContext<AttachedFiles | null>(null);
