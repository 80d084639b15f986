import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate } from 'react-router';
import { Hesitating } from '../../app/Hesitating';
import { Message } from '../../app/Message';
import { Wait } from '../../app/Wait';
import { Button } from '../../design/Button';
import { Notice } from '../../design/Notice';
import { AuthCard } from '../auth/AuthCard';
import form from '../auth/AuthCard.module.css';
import { useSession } from '../auth/useSession';
import { useSubmission } from '../auth/useSubmission';
import { AccountFirst } from './AccountFirst';
import { useInvited } from './useInvited';

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
  const invited = useInvited(token, read);
  const { busy, problem, submit } = useSubmission([]);
  if (invited.kind === 'asked') return <Wait />;
  if (invited.kind === 'hesitates') return <Hesitating {...invited} />;
  if (invited.kind === 'gone')
    return (
      <main>
        <Message title={t('invite.goneTitle')} text={t('invite.goneText')}>
          {isSignedIn ? <Link to="/">{t('app.notFound.home')}</Link> : <Link to="/sign-in">{t('auth.signIn')}</Link>}
        </Message>
      </main>
    );
  return (
    <AuthCard {...about(invited.notice)}>
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
          <AccountFirst state={{ returnTo: pathname + hash, invite: token }} />
        )}
      </div>
    </AuthCard>
  );
}
