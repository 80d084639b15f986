import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Role } from '../../api/types';
import { Button } from '../../design/Button';
import { Notice } from '../../design/Notice';
import { TextField } from '../../design/TextField';
import { useSubmission } from '../auth/useSubmission';
import { InviteRow } from '../sharing/InviteRow';
import { NewLink } from '../sharing/NewLink';
import { invitesQuery, useInviting } from '../sharing/queries';
import { RoleSelect } from '../workspace/RoleSelect';
import styles from './Settings.module.css';

/** Invites to the workspace by address, or whoever gets the link; and who was invited. */
export function WorkspaceInvites({ workspaceId }: { workspaceId: string }) {
  const { t } = useTranslation();
  const { data: invites = [] } = useQuery(invitesQuery(workspaceId));
  const { invite, resend, revoke } = useInviting(workspaceId);
  const { busy, problem, errorsOf, submit } = useSubmission(['email', 'role']);
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('editor');
  const [made, setMade] = useState<{ url: string; email: string | null } | null>(null);

  const send = async () => {
    setMade(null);
    const to = email.trim() === '' ? null : email.trim();
    const { url } = await invite.mutateAsync({ role, email: to });
    if (url !== undefined && url !== null) setMade({ url, email: to });
    setEmail('');
  };

  return (
    <>
      <form
        className={styles.line}
        onSubmit={(event) => {
          event.preventDefault();
          submit(send);
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
        <RoleSelect label={t('workspace.role')} value={role} onChange={setRole} />
        <Button type="submit" look="primary" disabled={busy}>
          {t('sharing.invite')}
        </Button>
      </form>
      {problem !== null && <Notice tone="danger">{problem}</Notice>}
      {made !== null && <NewLink url={made.url} mailedTo={made.email} />}
      <ul>
        {invites.map((sent) => (
          <InviteRow
            key={sent.id}
            invite={sent}
            onResend={() => resend.mutateAsync(sent.id)}
            onRevoke={() => revoke.mutateAsync(sent.id)}
          />
        ))}
      </ul>
    </>
  );
}
