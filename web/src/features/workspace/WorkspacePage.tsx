import { useQuery } from '@tanstack/react-query';
import { Suspense, useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Route, Routes, useParams } from 'react-router';
import { lazyPart } from '../../app/lazyPart';
import { NotFound } from '../../app/Message';
import { Shell } from '../../app/Shell';
import { HomeList } from './HomeList';
import { workspacesQuery } from './queries';
import { SharedList } from './SharedList';
import { TrashList } from './TrashList';
import styles from './WorkspacePage.module.css';

const AuditLog = lazyPart(async () => (await import('./AuditLog')).AuditLog);
const DraftsList = lazyPart(async () => (await import('./DraftsList')).DraftsList);
const Inbox = lazyPart(async () => (await import('../notifications/Inbox')).Inbox);
const WorkspaceSettings = lazyPart(async () => (await import('../settings/WorkspaceSettings')).WorkspaceSettings);

/** Everything that is seen of a workspace without opening a document. */
export function WorkspacePage() {
  const { t } = useTranslation();
  const { workspaceId = '' } = useParams();
  const { data: workspaces } = useQuery(workspacesQuery);
  const workspace = workspaces?.find(({ id }) => id === workspaceId);
  const name = workspace?.name;
  useEffect(() => {
    document.title = name === undefined ? t('app.name') : `${name} – ${t('app.name')}`;
  }, [name, t]);

  if (workspaces !== undefined && workspace === undefined) return <NotFound />;
  const page = (content: ReactNode) => <Suspense fallback={null}>{content}</Suspense>;
  return (
    <Shell workspaceId={workspaceId} bar={<span className={styles.crumb}>{name}</span>}>
      <Routes>
        <Route index element={<HomeList key={workspaceId} workspaceId={workspaceId} />} />
        <Route path="trash" element={<TrashList workspaceId={workspaceId} />} />
        <Route path="shared" element={<SharedList />} />
        <Route path="drafts" element={page(<DraftsList key={workspaceId} workspaceId={workspaceId} />)} />
        <Route path="inbox" element={page(<Inbox />)} />
        <Route
          path="settings"
          element={page(workspace === undefined ? null : <WorkspaceSettings key={workspaceId} workspace={workspace} />)}
        />
        <Route
          path="audit"
          element={page(workspace === undefined ? null : <AuditLog key={workspaceId} workspace={workspace} />)}
        />
        <Route path="*" element={<NotFound />} />
      </Routes>
    </Shell>
  );
}
