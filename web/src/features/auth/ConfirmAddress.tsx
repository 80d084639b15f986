import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { body, client } from '../../api/client';
import { Notice } from '../../design/Notice';
import { TextField } from '../../design/TextField';
import { AuthCard } from './AuthCard';
import styles from './AuthCard.module.css';
import { AuthForm } from './AuthForm';
import { useSubmission } from './useSubmission';

interface ConfirmAddressProps {
  email: string;
  /** As the link in the mail carries it. */
  code?: string;
  onConfirmed: () => Promise<void>;
}

/** The code that was mailed shows that the mailbox is this person's. */
export function ConfirmAddress({ email, code: fromLink = '', onConfirmed }: ConfirmAddressProps) {
  const { t } = useTranslation();
  const [code, setCode] = useState(fromLink);
  const [resent, setResent] = useState(false);
  const submission = useSubmission(['code']);

  const confirm = async () => {
    setResent(false);
    await body(client.POST('/api/v1/auth/confirm', { body: { email, code: code.trim() } }));
    await onConfirmed();
  };
  const resend = async () => {
    await body(client.POST('/api/v1/auth/confirm/resend', { body: { email } }));
    setResent(true);
  };

  return (
    <AuthCard
      title={t('auth.confirmTitle')}
      text={t(fromLink === '' ? 'auth.confirmText' : 'auth.confirmLinkText', { email })}
    >
      <AuthForm
        submission={submission}
        send={confirm}
        action={t('auth.confirm')}
        aside={
          <button
            type="button"
            className={styles.link}
            disabled={submission.busy}
            onClick={() => submission.submit(resend)}
          >
            {t('auth.resend')}
          </button>
        }
      >
        {resent && <Notice tone="plain">{t('auth.resent')}</Notice>}
        <TextField
          label={t('auth.code')}
          name="code"
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
          required
          focusAtFirst
          value={code}
          onChange={(event) => setCode(event.target.value)}
          errors={submission.errorsOf('code')}
        />
      </AuthForm>
    </AuthCard>
  );
}
