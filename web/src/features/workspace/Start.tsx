import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Navigate, useNavigate } from 'react-router';
import { isAway } from '../../api/problem';
import { useProblemText } from '../../app/useProblemText';
import { Wait } from '../../app/Wait';
import { AuthCard } from '../auth/AuthCard';
import { useMe } from '../auth/useSession';
import { KnownDocuments } from './KnownDocuments';
import { workspacesQuery } from './queries';
import { WorkspaceForm } from './WorkspaceForm';

/** `/`: into the first workspace, or to making one. */
export function Start() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const textOf = useProblemText();
  const { data: workspaces, error, failureReason, fetchStatus } = useQuery(workspacesQuery);
  if (workspaces === undefined && isAway({ fetchStatus, failureReason }))
    return (
      <AuthCard title={t('workspace.documents')}>
        <KnownDocuments />
      </AuthCard>
    );
  if (error !== null) return <Wait text={textOf(error)} />;
  if (workspaces === undefined) return <Wait />;
  const [first] = workspaces;
  if (first !== undefined) return <Navigate to={`/w/${first.id}`} replace />;
  return (
    <AuthCard title={t('workspace.firstTitle')} text={t('workspace.firstText')}>
      <WorkspaceForm
        initialName={t('workspace.defaultName', { name: me.name })}
        onCreated={({ id }) => void navigate(`/w/${id}`, { replace: true })}
      />
    </AuthCard>
  );
}
