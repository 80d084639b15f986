import { useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { isProblem } from '../../api/problem';
import { Notice } from '../../design/Notice';
import { TextField } from '../../design/TextField';
import { AuthCard } from './AuthCard';
import { AuthForm } from './AuthForm';
import { ConfirmAddress } from './ConfirmAddress';
import { PasswordField } from './PasswordField';
import { ProviderButtons } from './ProviderButtons';
import { readProviderReturn } from './providerReturn';
import { SecondFactorStep } from './SecondFactorStep';
import { session } from './session';
import { useSubmission } from './useSubmission';

type Step = { kind: 'password' } | { kind: 'second-factor'; challenge: string } | { kind: 'confirm' };

interface CameFrom {
  /** From an invitation, or from setting a new password. */
  email?: unknown;
  passwordSet?: unknown;
}

export function SignIn() {
  const { t } = useTranslation();
  const { state, hash } = useLocation() as { state: CameFrom | null; hash: string };
  const [returned] = useState(() => readProviderReturn(hash));
  const [step, setStep] = useState<Step>(
    returned.challenge === null ? { kind: 'password' } : { kind: 'second-factor', challenge: returned.challenge },
  );
  const [email, setEmail] = useState(typeof state?.email === 'string' ? state.email : '');
  const [password, setPassword] = useState('');
  const submission = useSubmission(['email', 'password']);

  const signIn = async () => {
    try {
      await session.signIn(email, password);
    } catch (error) {
      if (!isProblem(error)) throw error;
      if (error.slug === 'second-factor-required')
        setStep({ kind: 'second-factor', challenge: error.extension('challenge') });
      else if (error.slug === 'confirmation-required') setStep({ kind: 'confirm' });
      else throw error;
    }
  };

  if (step.kind === 'second-factor')
    return <SecondFactorStep challenge={step.challenge} onStartOver={() => setStep({ kind: 'password' })} />;
  if (step.kind === 'confirm') return <ConfirmAddress email={email} onConfirmed={signIn} />;
  return (
    <AuthCard
      title={t('auth.signInTitle')}
      footer={<Trans i18nKey="auth.noAccount" components={{ there: <Link to="/sign-up" state={state} /> }} />}
    >
      {returned.problem !== null && submission.problem === null && (
        <Notice tone="danger">{t(`auth.provider_${returned.problem}`)}</Notice>
      )}
      {state?.passwordSet === true && submission.problem === null && (
        <Notice tone="plain">{t('auth.passwordSet')}</Notice>
      )}
      <ProviderButtons />
      <AuthForm
        submission={submission}
        send={signIn}
        action={t('auth.signIn')}
        aside={
          <Link to="/forgot-password" state={{ ...state, email }}>
            {t('auth.forgotPassword')}
          </Link>
        }
      >
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
        <PasswordField
          value={password}
          onChange={setPassword}
          purpose="current"
          errors={submission.errorsOf('password')}
        />
      </AuthForm>
    </AuthCard>
  );
}
