import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '../../design/TextField';
import { AuthCard } from './AuthCard';
import styles from './AuthCard.module.css';
import { AuthForm } from './AuthForm';
import { session } from './session';
import { useSubmission } from './useSubmission';

interface SecondFactorStepProps {
  challenge: string;
  onStartOver: () => void;
}

/** After the password, or the other service: a code of the app, or one of the recovery codes. */
export function SecondFactorStep({ challenge, onStartOver }: SecondFactorStepProps) {
  const { t } = useTranslation();
  const [recovery, setRecovery] = useState(false);
  const [code, setCode] = useState('');
  const submission = useSubmission(['code']);
  return (
    <AuthCard
      title={t('auth.secondFactorTitle')}
      text={t(recovery ? 'auth.recoveryText' : 'auth.secondFactorText')}
      footer={
        <button type="button" className={styles.link} onClick={onStartOver}>
          {t('auth.startOver')}
        </button>
      }
    >
      <AuthForm
        submission={submission}
        send={() => session.showSecondFactor(challenge, recovery ? code : code.replace(/\s/g, ''))}
        action={t('auth.signIn')}
        aside={
          <button
            type="button"
            className={styles.link}
            onClick={() => {
              setCode('');
              setRecovery(!recovery);
            }}
          >
            {t(recovery ? 'auth.useApp' : 'auth.useRecovery')}
          </button>
        }
      >
        <TextField
          // Another field, and not the same one with another name: what was typed belongs to the first.
          key={String(recovery)}
          label={t(recovery ? 'auth.recoveryCode' : 'auth.secondFactorCode')}
          name="code"
          inputMode={recovery ? 'text' : 'numeric'}
          autoComplete={recovery ? 'off' : 'one-time-code'}
          autoCapitalize="off"
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
