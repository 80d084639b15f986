import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { workspacesQuery } from '../workspace/queries';
import { useNewDocument } from '../workspace/useNewDocument';
import { useCommandsHere, type Command } from './useCommandsHere';

/** What can be done from anywhere in a workspace, by name; also to go to another one. */
export function useCommands(workspaceId: string): Command[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const newDocument = useNewDocument(workspaceId);
  const here = useCommandsHere();
  const { data: workspaces = [] } = useQuery(workspacesQuery);
  const to = (path: string) => () => void navigate(path);
  return [
    ...(newDocument === null
      ? []
      : [
          { name: t('workspace.newDocument'), hint: null, run: () => newDocument() },
          { name: t('workspace.newRestricted'), hint: null, run: () => newDocument({ isRestricted: true }) },
        ]),
    { name: t('workspace.home'), hint: null, run: to(`/w/${workspaceId}`) },
    { name: t('inbox.title'), hint: null, run: to(`/w/${workspaceId}/inbox`) },
    { name: t('workspace.shared'), hint: null, run: to(`/w/${workspaceId}/shared`) },
    { name: t('drafts.title'), hint: null, run: to(`/w/${workspaceId}/drafts`) },
    { name: t('workspace.trash'), hint: null, run: to(`/w/${workspaceId}/trash`) },
    { name: t('settings.title'), hint: null, run: to('/settings/profile') },
    { name: t('settings.workspace'), hint: null, run: to(`/w/${workspaceId}/settings`) },
    ...workspaces
      .filter(({ id }) => id !== workspaceId)
      .map(({ id, name }) => ({ name: t('search.goTo', { workspace: name }), hint: null, run: to(`/w/${id}`) })),
    ...here,
  ];
}
