import type { CompletionSource } from '@codemirror/autocomplete';
import { createContext } from 'react';

/** What "@" offers in the text that is open; null where nobody can be asked for, as on the guest page. */
export const MentionContext = createContext<CompletionSource | null>(null);
