import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate } from 'react-router';
import { body, client } from '../../api/client';
import type { DocumentInvitation } from '../../api/types';
import { Message } from '../../app/Message';
import { Wait } from '../../app/Wait';
import { Button } from '../../design/Button';
import controls from '../../design/controls.module.css';
import { Notice } from '../../design/Notice';
import { AuthCard } from '../auth/AuthCard';
import form from '../auth/AuthCard.module.css';
import { useSession } from '../auth/useSession';
import { useSubmission } from '../auth/useSubmission';

/** An invitation to one document: what, by whom and as what comes before any form. */
export function DocumentInvitePage() {
  const { t, i18n } = useTranslation();
  // Behind the #, where no log sees it.
  const token = useLocation().hash.slice(1);
  const navigate = useNavigate();
  const isSignedIn = useSession().kind === 'signed-in';
  const invitation = useInvitation(token);
  const { busy, problem, submit } = useSubmission([]);
  if (invitation === null) return <Wait />;
  if (invitation === 'gone')
    return (
      <main>
        <Message title={t('invite.goneTitle')} text={t('invite.goneText')}>
          <Link to="/">{t('app.notFound.home')}</Link>
        </Message>
      </main>
    );
  const { title, invitedBy, role, email, expiresAt } = invitation;
  const accept = async () => {
    const { documentId } = await body(
      client.POST('/api/v1/document-invites/{token}/accept', { params: { path: { token } } }),
    );
    void navigate(`/d/${documentId}`, { replace: true });
  };
  const state = { returnTo: `/document-invite#${token}`, invite: token };
  return (
    <AuthCard
      title={title || t('workspace.untitled')}
      text={t('invite.documentText', {
        invitedBy,
        role: t(`workspace.role_${role}`),
        email,
        until: new Date(expiresAt).toLocaleDateString(i18n.language, { dateStyle: 'long' }),
      })}
    >
      <div className={form.form}>
        {problem !== null && <Notice tone="danger">{problem}</Notice>}
        {isSignedIn ? (
          <Button look="primary" disabled={busy} onClick={() => submit(accept)}>
            {t('invite.accept')}
          </Button>
        ) : (
          <>
            <Link className={`${controls.button ?? ''} ${controls.primary ?? ''}`} to="/sign-up" state={state}>
              {t('auth.signUp')}
            </Link>
            <Link className={controls.button ?? ''} to="/sign-in" state={state}>
              {t('auth.signIn')}
            </Link>
          </>
        )}
      </div>
    </AuthCard>
  );
}

function useInvitation(token: string): DocumentInvitation | 'gone' | null {
  const [invitation, setInvitation] = useState<DocumentInvitation | 'gone' | null>(null);
  useEffect(() => {
    let left = false;
    const show = (answer: DocumentInvitation | 'gone') => {
      if (!left) setInvitation(answer);
    };
    body(client.GET('/api/v1/document-invites/{token}', { params: { path: { token } } })).then(show, () =>
      show('gone'),
    );
    return () => {
      left = true;
    };
  }, [token]);
  return invitation;
}
