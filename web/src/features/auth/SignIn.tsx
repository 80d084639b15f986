import { useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { Button } from '../../design/Button';
import { Notice } from '../../design/Notice';
import { TextField } from '../../design/TextField';
import { AuthCard } from './AuthCard';
import styles from './AuthCard.module.css';
import { PasswordField } from './PasswordField';
import { session } from './session';
import { useSubmission } from './useSubmission';

export function SignIn() {
  const { t } = useTranslation();
  const { state } = useLocation() as { state: unknown };
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const { busy, problem, errorsOf, submit } = useSubmission(['email', 'password']);

  return (
    <AuthCard
      title={t('auth.signInTitle')}
      footer={<Trans i18nKey="auth.noAccount" components={{ there: <Link to="/sign-up" state={state} /> }} />}
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          submit(() => session.signIn(email, password));
        }}
      >
        {problem !== null && <Notice tone="danger">{problem}</Notice>}
        <TextField
          label={t('auth.email')}
          type="email"
          name="email"
          autoComplete="username"
          required
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.target.value)}
          errors={errorsOf('email')}
        />
        <PasswordField value={password} onChange={setPassword} purpose="current" errors={errorsOf('password')} />
        <Button type="submit" look="primary" disabled={busy}>
          {t('auth.signIn')}
        </Button>
      </form>
    </AuthCard>
  );
}
