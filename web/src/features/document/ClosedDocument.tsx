import { useQuery } from '@tanstack/react-query';
import { forgetDeviceCopy } from '../../sync/deviceCopies';
import { knownDocument } from '../../sync/knownDocuments';
import { unsentEdits } from '../../sync/unsentHere';
import { useMe } from '../auth/useSession';
import { Gone } from './Gone';
import { Leftovers } from './Leftovers';

/** A document that can't be opened, and what was typed into it here before that. */
export function ClosedDocument({ documentId, trashed }: { documentId: string; trashed: boolean }) {
  const { id: userId } = useMe();
  const { data: unsent = [], refetch } = useQuery({
    queryKey: ['unsent', userId, documentId],
    queryFn: () => unsentEdits(userId, documentId),
    // It asks this device, not the network.
    networkMode: 'always',
    staleTime: 0,
  });
  return (
    <>
      <Leftovers
        title={knownDocument(userId, documentId)?.info.title ?? ''}
        leftovers={unsent.map((edits) => ({ ...edits, reason: 'gone' }))}
        onDiscard={({ epoch }) => {
          forgetDeviceCopy({ userId, documentId, epoch });
          void refetch();
        }}
      />
      <Gone documentId={documentId} trashed={trashed} />
    </>
  );
}
