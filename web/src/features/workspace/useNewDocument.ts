import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useProblemText } from '../../app/useProblemText';
import { useToast } from '../../design/Toasts';
import { mayEdit } from '../../sync/ticket';
import { useCreateDocument, workspacesQuery, type NewDocument } from './queries';

/** Creates an untitled document and opens it; null for those who may not. */
export function useNewDocument(workspaceId: string): ((wanted?: NewDocument) => void) | null {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const textOf = useProblemText();
  const toast = useToast();
  const { data: workspaces } = useQuery(workspacesQuery);
  const { mutate, isPending } = useCreateDocument(workspaceId);
  const role = workspaces?.find(({ id }) => id === workspaceId)?.role;
  if (role === undefined || !mayEdit(role)) return null;
  return (wanted = {}) => {
    if (isPending) return;
    mutate(
      { title: t('workspace.untitled'), ...wanted },
      {
        onSuccess: ({ id }) => void navigate(`/d/${id}`, { state: { isNew: true } }),
        onError: (error) => toast(textOf(error)),
      },
    );
  };
}
