import { createContext } from 'react';

/** Somebody who may do more looks at the document as those see it who may only read, and have nothing around it. */
export const AsOthersContext = createContext(false);

/** Where that is to be seen. */
export const asOthersPath = (documentId: string) => `/d/${documentId}?as=viewer`;
