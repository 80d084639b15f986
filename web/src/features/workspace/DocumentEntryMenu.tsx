import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DocumentDialogs, type DocumentQuestion } from './DocumentDialogs';
import { EntryMenu } from './EntryMenu';
import { useArranging } from './treeQueries';
import { useDocumentActions, type ListedDocument } from './useDocumentActions';

interface DocumentEntryMenuProps {
  workspaceId: string;
  document: ListedDocument;
}

/** The menu of a document in a list. */
export function DocumentEntryMenu({ workspaceId, document }: DocumentEntryMenuProps) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<DocumentQuestion>(null);
  const offered = useDocumentActions(workspaceId, useArranging(workspaceId), document, setAsking);
  return (
    <>
      <EntryMenu name={document.title || t('workspace.untitled')} {...offered} />
      <DocumentDialogs workspaceId={workspaceId} document={document} asking={asking} onClose={() => setAsking(null)} />
    </>
  );
}
