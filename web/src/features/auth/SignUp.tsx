import { useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { body, client } from '../../api/client';
import { Notice } from '../../design/Notice';
import { AuthCard } from './AuthCard';
import { AuthForm } from './AuthForm';
import { ConfirmAddress } from './ConfirmAddress';
import { NOBODY, PersonFields } from './PersonFields';
import { ProviderButtons } from './ProviderButtons';
import { session } from './session';
import { useConfig } from './useConfig';
import { useSubmission } from './useSubmission';

export function SignUp() {
  const { t } = useTranslation();
  const { state } = useLocation() as { state: { invite?: unknown; email?: unknown } | null };
  const invite = typeof state?.invite === 'string' ? state.invite : null;
  const [person, setPerson] = useState({ ...NOBODY, email: typeof state?.email === 'string' ? state.email : '' });
  const [confirming, setConfirming] = useState(false);
  const config = useConfig();
  const submission = useSubmission(['name', 'email', 'password']);

  const signIn = () => session.signIn(person.email, person.password);
  const signUp = async () => {
    const { confirmationRequired } = await body(
      client.POST('/api/v1/auth/signup', { body: { ...person, ...(invite !== null && { invite }) } }),
    );
    if (confirmationRequired) setConfirming(true);
    else await signIn();
  };

  if (confirming) return <ConfirmAddress email={person.email} onConfirmed={signIn} />;

  return (
    <AuthCard
      title={t('auth.signUpTitle')}
      footer={<Trans i18nKey="auth.haveAccount" components={{ there: <Link to="/sign-in" state={state} /> }} />}
    >
      <ProviderButtons />
      {config?.signup === 'invited' && invite === null ? (
        <Notice tone="warning">{t('auth.signupClosed')}</Notice>
      ) : (
        <AuthForm submission={submission} send={signUp} action={t('auth.signUp')}>
          <PersonFields person={person} onChange={setPerson} errorsOf={submission.errorsOf} />
        </AuthForm>
      )}
    </AuthCard>
  );
}
