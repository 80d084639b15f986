import { ImportOutcome } from './ImportOutcome';
import { useImport } from './useWork';

/** What becomes of an import that was begun on another page, such as that of the set-up. */
export function ImportNotice({ workspaceId }: { workspaceId: string }) {
  const following = useImport(workspaceId);
  return <ImportOutcome following={following} onSeen={following.forget} onFailureSeen={following.forget} />;
}
