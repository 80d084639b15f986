import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate } from 'react-router';
import { Message } from '../../app/Message';
import { Wait } from '../../app/Wait';
import { Button } from '../../design/Button';
import controls from '../../design/controls.module.css';
import { Notice } from '../../design/Notice';
import { AuthCard } from '../auth/AuthCard';
import form from '../auth/AuthCard.module.css';
import { useSession } from '../auth/useSession';
import { useSubmission } from '../auth/useSubmission';

interface InvitationProps<T> {
  /** Has to be the same function every time. */
  read: (token: string) => Promise<T>;
  about: (invitation: T) => { title: string; text: string };
  /** Gives the path of what one was invited to. */
  accept: (token: string) => Promise<string>;
}

/** Who invites, to what and as what, before any form; then a yes, or first an account. */
export function Invitation<T extends object>({ read, about, accept }: InvitationProps<T>) {
  const { t } = useTranslation();
  const { pathname, hash } = useLocation();
  // Behind the #, where no log sees it.
  const token = hash.slice(1);
  const navigate = useNavigate();
  const isSignedIn = useSession().kind === 'signed-in';
  const invitation = useInvitation(token, read);
  const { busy, problem, submit } = useSubmission([]);
  if (invitation === null) return <Wait />;
  if (invitation === 'gone')
    return (
      <main>
        <Message title={t('invite.goneTitle')} text={t('invite.goneText')}>
          {isSignedIn ? <Link to="/">{t('app.notFound.home')}</Link> : <Link to="/sign-in">{t('auth.signIn')}</Link>}
        </Message>
      </main>
    );
  const state = { returnTo: pathname + hash, invite: token };
  return (
    <AuthCard {...about(invitation)}>
      <div className={form.form}>
        {problem !== null && <Notice tone="danger">{problem}</Notice>}
        {isSignedIn ? (
          <Button
            look="primary"
            disabled={busy}
            onClick={() =>
              submit(async () => {
                void navigate(await accept(token), { replace: true });
              })
            }
          >
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

function useInvitation<T>(token: string, read: (token: string) => Promise<T>): T | 'gone' | null {
  const [invitation, setInvitation] = useState<T | 'gone' | null>(null);
  useEffect(() => {
    let left = false;
    const show = (answer: T | 'gone') => {
      if (!left) setInvitation(answer);
    };
    read(token).then(show, () => show('gone'));
    return () => {
      left = true;
    };
  }, [token, read]);
  return invitation;
}
