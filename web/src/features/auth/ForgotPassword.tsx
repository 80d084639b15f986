import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate } from 'react-router';
import { body, client } from '../../api/client';
import { Notice } from '../../design/Notice';
import { TextField } from '../../design/TextField';
import { AuthCard } from './AuthCard';
import { AuthForm } from './AuthForm';
import { useConfig } from './useConfig';
import { useSubmission } from './useSubmission';

/** Asks for the letter; the next screen takes its code. Nothing here tells whether there is such an account. */
export function ForgotPassword() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { state } = useLocation() as { state: { email?: unknown } | null };
  const [email, setEmail] = useState(typeof state?.email === 'string' ? state.email : '');
  const config = useConfig();
  const submission = useSubmission(['email']);

  const send = async () => {
    await body(client.POST('/api/v1/auth/password/forgot', { body: { email } }));
    void navigate('/reset-password', { state: { ...state, email } });
  };

  const footer = (
    <Link to="/sign-in" state={state}>
      {t('auth.signIn')}
    </Link>
  );
  if (config?.email === false)
    return (
      <AuthCard title={t('auth.forgotTitle')} footer={footer}>
        <Notice tone="warning">{t('auth.forgotNoMail')}</Notice>
      </AuthCard>
    );
  return (
    <AuthCard title={t('auth.forgotTitle')} text={t('auth.forgotText')} footer={footer}>
      <AuthForm submission={submission} send={send} action={t('auth.sendCode')}>
        <TextField
          label={t('auth.email')}
          type="email"
          name="email"
          autoComplete="username"
          required
          focusAtFirst
          value={email}
          onChange={(event) => setEmail(event.target.value)}
          errors={submission.errorsOf('email')}
        />
      </AuthForm>
    </AuthCard>
  );
}
