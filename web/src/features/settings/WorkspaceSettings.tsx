import { useQuery } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useProblemText } from '../../app/useProblemText';
import type { Role, Workspace } from '../../api/types';
import { Button, IconButton } from '../../design/Button';
import controls from '../../design/controls.module.css';
import { Notice } from '../../design/Notice';
import { TextField } from '../../design/TextField';
import { useToast } from '../../design/Toasts';
import { useMe } from '../auth/useSession';
import { useSubmission } from '../auth/useSubmission';
import { Backups } from '../backups/Backups';
import { ImportExport } from '../files/ImportExport';
import { NewLink } from '../sharing/NewLink';
import { invitesQuery, useInviting } from '../sharing/queries';
import { ConfirmDialog } from '../workspace/ConfirmDialog';
import { Members } from '../workspace/Members';
import { ROLES } from '../workspace/roles';
import page from '../workspace/WorkspacePage.module.css';
import { useChangeWorkspace } from './queries';
import styles from './Settings.module.css';

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
      {isOwner && <Invites workspaceId={workspace.id} />}
      <ImportExport workspace={workspace} />
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

function Invites({ workspaceId }: { workspaceId: string }) {
  const { t, i18n } = useTranslation();
  const toast = useToast();
  const textOf = useProblemText();
  const { data: invites = [] } = useQuery(invitesQuery(workspaceId));
  const { invite, revoke } = useInviting(workspaceId);
  const { busy, problem, errorsOf, submit } = useSubmission(['email', 'role']);
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('editor');
  const [url, setUrl] = useState<string | null>(null);
  return (
    <section className={styles.section}>
      <h2 className={styles.heading}>{t('settings.invites')}</h2>
      <form
        className={styles.line}
        onSubmit={(event) => {
          event.preventDefault();
          submit(async () => {
            const made = await invite.mutateAsync({ role, email: email.trim() === '' ? null : email.trim() });
            setUrl(made.url ?? null);
            setEmail('');
          });
        }}
      >
        <TextField
          label={t('auth.email')}
          hint={t('settings.inviteHint')}
          type="email"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
          errors={errorsOf('email')}
        />
        <select
          className={controls.select}
          aria-label={t('workspace.role')}
          value={role}
          onChange={(event) => setRole(event.target.value as Role)}
        >
          {ROLES.map((other) => (
            <option key={other} value={other}>
              {t(`workspace.role_${other}`)}
            </option>
          ))}
        </select>
        <Button type="submit" look="primary" disabled={busy}>
          {t('sharing.invite')}
        </Button>
      </form>
      {problem !== null && <Notice tone="danger">{problem}</Notice>}
      {url !== null && <NewLink url={url} />}
      <ul className={page.list}>
        {invites.map(({ id, email: bound, role: as, expiresAt, uses, useLimit, isOpen }) => {
          const name = bound ?? t('settings.anybody');
          return (
            <li key={id} className={styles.entry}>
              <div className={styles.main}>
                <p className={styles.name}>{name}</p>
                <p className={styles.muted}>
                  {t(`workspace.role_${as}`)} ·{' '}
                  {isOpen
                    ? t('settings.until', { when: new Date(expiresAt).toLocaleDateString(i18n.language) })
                    : t('settings.closed')}{' '}
                  · {t('settings.uses', { uses, limit: useLimit ?? '∞' })}
                </p>
              </div>
              <IconButton
                label={t('settings.revokeInvite', { name })}
                onClick={() => revoke.mutate(id, { onError: (error) => toast(textOf(error)) })}
              >
                <Trash2 size={16} />
              </IconButton>
            </li>
          );
        })}
      </ul>
    </section>
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
