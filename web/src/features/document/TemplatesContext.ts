import { createContext } from 'react';
import type { Templates } from '../../editor/slashMenu';

/** What can be written into the document that is open; null where there is nothing, as for guests. */
export const TemplatesContext = createContext<Templates | null>(null);
