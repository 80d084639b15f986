import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { body, client } from '../../api/client';
import type { Invitation } from '../../api/types';
import { Message } from '../../app/Message';
import { Wait } from '../../app/Wait';
import controls from '../../design/controls.module.css';
import { AuthCard } from '../auth/AuthCard';
import form from '../auth/AuthCard.module.css';

/** An invitation in the hands of somebody who isn't signed in: what it is about comes before any form. */
export function StrangerInvite() {
  const { t, i18n } = useTranslation();
  // Behind the #, where no log sees it.
  const token = useLocation().hash.slice(1);
  const invitation = useInvitation(token);
  if (invitation === 'gone')
    return (
      <main>
        <Message title={t('invite.goneTitle')} text={t('invite.goneText')}>
          <Link to="/sign-in">{t('auth.signIn')}</Link>
        </Message>
      </main>
    );
  if (invitation === null) return <Wait />;
  const state = { returnTo: `/invite#${token}`, invite: token, email: invitation.email };
  const until = new Date(invitation.expiresAt).toLocaleDateString(i18n.language, { dateStyle: 'long' });
  return (
    <AuthCard
      title={t('invite.title', { workspace: invitation.workspace })}
      text={t('invite.text', {
        invitedBy: invitation.invitedBy,
        role: t(`workspace.role_${invitation.role}`),
        until,
      })}
    >
      <div className={form.form}>
        <Link className={`${controls.button ?? ''} ${controls.primary ?? ''}`} to="/sign-up" state={state}>
          {t('auth.signUp')}
        </Link>
        <Link className={controls.button ?? ''} to="/sign-in" state={state}>
          {t('auth.signIn')}
        </Link>
      </div>
    </AuthCard>
  );
}

function useInvitation(token: string): Invitation | 'gone' | null {
  const [invitation, setInvitation] = useState<Invitation | 'gone' | null>(null);
  useEffect(() => {
    let left = false;
    const show = (answer: Invitation | 'gone') => {
      if (!left) setInvitation(answer);
    };
    body(client.GET('/api/v1/invites/{invite}', { params: { path: { invite: token } } })).then(show, () =>
      show('gone'),
    );
    return () => {
      left = true;
    };
  }, [token]);
  return invitation;
}
