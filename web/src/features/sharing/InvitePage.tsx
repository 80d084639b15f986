import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate } from 'react-router';
import { body, client } from '../../api/client';
import { Message } from '../../app/Message';
import { Wait } from '../../app/Wait';
import { Button } from '../../design/Button';
import { Notice } from '../../design/Notice';
import { AuthCard } from '../auth/AuthCard';
import form from '../auth/AuthCard.module.css';
import { useSubmission } from '../auth/useSubmission';
import { workspacesQuery } from '../workspace/queries';
import { invitationQuery } from './invitation';

/** Who invites, to what, as which role; then a yes. */
export function InvitePage() {
  const { t, i18n } = useTranslation();
  // Behind the #, where no log sees it.
  const token = useLocation().hash.slice(1);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { data: invitation, error } = useQuery(invitationQuery(token));
  const { busy, problem, submit } = useSubmission([]);
  if (error !== null)
    return (
      <main>
        <Message title={t('invite.goneTitle')} text={t('invite.goneText')}>
          <Link to="/">{t('app.notFound.home')}</Link>
        </Message>
      </main>
    );
  if (invitation === undefined) return <Wait />;
  const accept = async () => {
    const workspace = await body(
      client.POST('/api/v1/invites/{invite}/accept', { params: { path: { invite: token } } }),
    );
    await queries.invalidateQueries(workspacesQuery);
    void navigate(`/w/${workspace.id}`, { replace: true });
  };
  const { workspace, invitedBy, role, expiresAt } = invitation;
  const until = new Date(expiresAt).toLocaleDateString(i18n.language, { dateStyle: 'long' });
  return (
    <AuthCard
      title={t('invite.title', { workspace })}
      text={t('invite.text', { invitedBy, role: t(`workspace.role_${role}`), until })}
    >
      <div className={form.form}>
        {problem !== null && <Notice tone="danger">{problem}</Notice>}
        <Button look="primary" disabled={busy} onClick={() => submit(accept)}>
          {t('invite.accept')}
        </Button>
      </div>
    </AuthCard>
  );
}
