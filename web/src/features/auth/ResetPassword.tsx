import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate } from 'react-router';
import { body, client } from '../../api/client';
import { TextField } from '../../design/TextField';
import { AuthCard } from './AuthCard';
import { AuthForm } from './AuthForm';
import { PasswordField } from './PasswordField';
import { useSubmission } from './useSubmission';

/** A new password by the code from the mail: typed in the window that asked, or brought by the mail's link. */
export function ResetPassword() {
  const { hash } = useLocation();
  // Following the link in the window that waits for its code changes only what stands behind the #.
  return <ResetForm key={hash} hash={hash} />;
}

function ResetForm({ hash }: { hash: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { state } = useLocation() as { state: { email?: unknown } | null };
  const inLink = new URLSearchParams(hash.slice(1));
  const asked = typeof state?.email === 'string' ? state.email : null;
  const [email, setEmail] = useState(inLink.get('email') ?? asked ?? '');
  const [code, setCode] = useState(inLink.get('code') ?? '');
  const [password, setPassword] = useState('');
  const submission = useSubmission(['email', 'code', 'password']);

  const reset = async () => {
    await body(client.POST('/api/v1/auth/password/reset', { body: { email, code: code.trim(), password } }));
    void navigate('/sign-in', { replace: true, state: { ...state, email, passwordSet: true } });
  };

  return (
    <AuthCard
      title={t('auth.forgotTitle')}
      {...(asked !== null && { text: t('auth.resetText', { email: asked }) })}
      footer={<Link to="/forgot-password">{t('auth.resend')}</Link>}
    >
      <AuthForm submission={submission} send={reset} action={t('auth.setPassword')}>
        <TextField
          label={t('auth.email')}
          type="email"
          name="email"
          autoComplete="username"
          required
          readOnly={asked !== null}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
          errors={submission.errorsOf('email')}
        />
        <TextField
          label={t('auth.code')}
          name="code"
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
          required
          focusAtFirst={code === ''}
          value={code}
          onChange={(event) => setCode(event.target.value)}
          errors={submission.errorsOf('code')}
        />
        <PasswordField
          label={t('auth.newPassword')}
          value={password}
          onChange={setPassword}
          purpose="new"
          errors={submission.errorsOf('password')}
        />
      </AuthForm>
    </AuthCard>
  );
}
