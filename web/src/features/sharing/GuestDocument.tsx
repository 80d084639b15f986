import { Providers } from '../../app/Providers';
import { DocumentById } from '../document/DocumentPage';

/** The one document that a guest's link leads to, without the workspace around it. */
export function GuestDocument({ documentId }: { documentId: string }) {
  return (
    <Providers>
      <DocumentById documentId={documentId} />
    </Providers>
  );
}
