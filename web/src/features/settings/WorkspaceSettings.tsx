import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import type { Workspace } from '../../api/types';
import { Button } from '../../design/Button';
import { Notice } from '../../design/Notice';
import { TextField } from '../../design/TextField';
import { useToast } from '../../design/Toasts';
import { WorkspaceAgents } from '../agents/WorkspaceAgents';
import { useMe } from '../auth/useSession';
import { useSubmission } from '../auth/useSubmission';
import { Backups } from '../backups/Backups';
import { ImportExport } from '../files/ImportExport';
import { ConfirmDialog } from '../workspace/ConfirmDialog';
import { Members } from '../workspace/Members';
import page from '../workspace/WorkspacePage.module.css';
import { useChangeWorkspace } from './queries';
import styles from './Settings.module.css';
import { WorkspaceInvites } from './WorkspaceInvites';
import { WorkspaceUsage } from './WorkspaceUsage';
import { WorkspaceWays } from './WorkspaceWays';

/** The workspace's name, who is in it, who may come, how texts come and go, and its end. */
export function WorkspaceSettings({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation();
  const isOwner = workspace.role === 'owner';
  const { isAdministrator } = useMe();
  return (
    <div className={page.page}>
      <h1 className={page.title}>{t('settings.workspace')}</h1>
      {isOwner && <WorkspaceName workspace={workspace} />}
      <section className={styles.section}>
        <h2 className={styles.heading}>{t('settings.members')}</h2>
        <Members workspace={workspace} />
      </section>
      {isOwner && (
        <section className={styles.section}>
          <h2 className={styles.heading}>{t('settings.invites')}</h2>
          <WorkspaceInvites workspaceId={workspace.id} />
        </section>
      )}
      {isOwner && <WorkspaceWays workspaceId={workspace.id} />}
      {isOwner && <WorkspaceAgents workspaceId={workspace.id} />}
      <ImportExport workspace={workspace} />
      {isOwner && <WorkspaceUsage workspaceId={workspace.id} />}
      {isAdministrator && <Backups />}
      {isOwner && (
        <section className={styles.section}>
          <h2 className={styles.heading}>{t('audit.title')}</h2>
          <p className={styles.muted}>{t('audit.text')}</p>
          <Link to={`/w/${workspace.id}/audit`}>{t('audit.open')}</Link>
        </section>
      )}
      {isOwner && <EndOfWorkspace workspace={workspace} />}
    </div>
  );
}

function WorkspaceName({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation();
  const toast = useToast();
  const [name, setName] = useState(workspace.name);
  const { rename } = useChangeWorkspace(workspace.id);
  const { busy, problem, errorsOf, submit } = useSubmission(['name']);
  return (
    <form
      className={styles.section}
      onSubmit={(event) => {
        event.preventDefault();
        submit(async () => {
          await rename.mutateAsync(name.trim());
          toast(t('settings.kept'));
        });
      }}
    >
      {problem !== null && <Notice tone="danger">{problem}</Notice>}
      <TextField
        label={t('workspace.name')}
        required
        value={name}
        onChange={(event) => setName(event.target.value)}
        errors={errorsOf('name')}
      />
      <div>
        <Button type="submit" disabled={busy || name.trim() === workspace.name}>
          {t('settings.keep')}
        </Button>
      </div>
    </form>
  );
}

function EndOfWorkspace({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const { remove } = useChangeWorkspace(workspace.id);
  return (
    <section className={styles.section}>
      <h2 className={styles.heading}>{t('settings.deleteWorkspace')}</h2>
      <p className={styles.muted}>{t('settings.deleteWorkspaceText')}</p>
      <div>
        <Button look="danger" onClick={() => setAsking(true)}>
          {t('settings.deleteWorkspace')}
        </Button>
      </div>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('settings.deleteWorkspaceTitle', { name: workspace.name })}
        text={t('settings.deleteWorkspaceText')}
        action={t('settings.deleteWorkspace')}
        onConfirm={async () => {
          await remove.mutateAsync();
          void navigate('/');
        }}
      />
    </section>
  );
}
