import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate } from 'react-router';
import { Hesitating } from '../../app/Hesitating';
import { Message } from '../../app/Message';
import { Wait } from '../../app/Wait';
import { Button } from '../../design/Button';
import { Notice } from '../../design/Notice';
import { TextField } from '../../design/TextField';
import { AuthCard } from '../auth/AuthCard';
import form from '../auth/AuthCard.module.css';
import { session } from '../auth/session';
import { useSession } from '../auth/useSession';
import { useSubmission } from '../auth/useSubmission';
import { AccountFirst } from './AccountFirst';
import { noticeOf, openLink } from './links';
import { useInvited } from './useInvited';

const NAME = 'mdreader.guest-name';

/** What a link leads to, who shares it and as what; then in, by name and by password where one is asked for. */
export function LinkPage() {
  const { t } = useTranslation();
  // Behind the #, where no log sees it.
  const token = useLocation().hash.slice(1);
  const navigate = useNavigate();
  const isGuest = useSession().kind !== 'signed-in';
  const invited = useInvited(token, noticeOf);
  const { busy, problem, errorsOf, submit } = useSubmission(['name', 'password']);
  const [name, setName] = useState(savedName);
  const [password, setPassword] = useState('');
  if (invited.kind === 'asked') return <Wait />;
  if (invited.kind === 'hesitates') return <Hesitating {...invited} />;
  if (invited.kind === 'gone')
    return (
      <main>
        <Message title={t('link.goneTitle')} text={t('link.goneText')}>
          <Link to="/">{t('app.notFound.home')}</Link>
        </Message>
      </main>
    );

  const { notice } = invited;
  const card = {
    title: notice.title ?? t('link.locked'),
    text: t('link.text', {
      sharedBy: notice.sharedBy ?? t('comments.somebody'),
      role: t(`workspace.role_${notice.role}`),
    }),
  };
  const returnTo = `/link#${token}`;
  if (isGuest && !notice.allowsGuests)
    return (
      <AuthCard {...card}>
        <div className={form.form}>
          <p>{t('link.accountsOnly')}</p>
          <AccountFirst state={{ returnTo }} />
        </div>
      </AuthCard>
    );

  const open = async () => {
    const knock = {
      ...(isGuest && name.trim() !== '' && { name: name.trim() }),
      ...(notice.needsPassword && { password }),
    };
    const opened = await openLink(token, knock);
    saveName(name.trim());
    if (opened.guest === null) void navigate(`/d/${opened.documentId}`);
    else session.enterAsGuest(opened, () => openLink(token, knock));
  };

  return (
    <AuthCard
      {...card}
      footer={
        isGuest ? (
          <Link to="/sign-in" state={{ returnTo }}>
            {t('link.signIn')}
          </Link>
        ) : undefined
      }
    >
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault();
          submit(open);
        }}
      >
        {problem !== null && <Notice tone="danger">{problem}</Notice>}
        {isGuest && (
          <TextField
            label={t('auth.name')}
            hint={t('auth.nameHint')}
            autoComplete="name"
            focusAtFirst
            value={name}
            onChange={(event) => setName(event.target.value)}
            errors={errorsOf('name')}
          />
        )}
        {notice.needsPassword && (
          <TextField
            label={t('link.password')}
            type="password"
            autoComplete="off"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            errors={errorsOf('password')}
          />
        )}
        <Button type="submit" look="primary" disabled={busy}>
          {t('link.open')}
        </Button>
      </form>
    </AuthCard>
  );
}

function savedName(): string {
  try {
    return localStorage.getItem(NAME) ?? '';
  } catch {
    return '';
  }
}

function saveName(name: string): void {
  try {
    localStorage.setItem(NAME, name);
  } catch {
    // It is asked for again.
  }
}
