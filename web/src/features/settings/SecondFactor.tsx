import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/Button';
import { Notice } from '../../design/Notice';
import { TextField } from '../../design/TextField';
import { useSubmission } from '../auth/useSubmission';
import { CurrentPassword } from './CurrentPassword';
import { secondFactorQuery, useSecondFactor } from './queries';
import styles from './Settings.module.css';

type Step = { kind: 'rest' } | { kind: 'pairing'; secret: string; uri: string } | { kind: 'codes'; codes: string[] };

/** Codes of an authenticator app beside the password: password, pairing, first code, recovery codes. */
export function SecondFactor() {
  const { t } = useTranslation();
  const { data: state } = useQuery(secondFactorQuery);
  const { begin, enable, disable } = useSecondFactor();
  const { busy, problem, errorsOf, submit } = useSubmission(['password', 'code']);
  const [step, setStep] = useState<Step>({ kind: 'rest' });
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  if (state === undefined) return null;

  const send = async () => {
    if (step.kind === 'pairing') {
      const { recoveryCodes } = await enable.mutateAsync(code.replace(/\s/g, ''));
      setStep({ kind: 'codes', codes: recoveryCodes ?? [] });
      setCode('');
    } else if (state.enabled) {
      await disable.mutateAsync(password);
      setStep({ kind: 'rest' });
    } else {
      const { secret, uri } = await begin.mutateAsync(password);
      setStep({ kind: 'pairing', secret: secret ?? '', uri: uri ?? '' });
    }
    setPassword('');
  };

  return (
    <form
      className={styles.section}
      onSubmit={(event) => {
        event.preventDefault();
        submit(send);
      }}
    >
      <h2 className={styles.heading}>{t('settings.secondFactor')}</h2>
      <p className={styles.muted}>
        {state.enabled
          ? t('settings.secondFactorOn', { count: state.recoveryCodesLeft })
          : t('settings.secondFactorOff')}
      </p>
      {problem !== null && <Notice tone="danger">{problem}</Notice>}
      {step.kind === 'codes' && (
        <Notice tone="warning">
          <p>{t('settings.recoveryCodes')}</p>
          <ul className={styles.codes}>
            {step.codes.map((one) => (
              <li key={one} className={styles.secret}>
                {one}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {step.kind === 'pairing' ? (
        <>
          <p>{t('settings.pair')}</p>
          <p className={styles.secret}>{step.secret}</p>
          <p>
            <a href={step.uri}>{t('settings.openApp')}</a>
          </p>
          <TextField
            label={t('settings.code')}
            inputMode="numeric"
            autoComplete="one-time-code"
            required
            value={code}
            onChange={(event) => setCode(event.target.value)}
            errors={errorsOf('code')}
          />
        </>
      ) : (
        <CurrentPassword value={password} onChange={setPassword} errors={errorsOf('password')} />
      )}
      <div>
        <Button type="submit" disabled={busy}>
          {t(
            step.kind === 'pairing'
              ? 'settings.turnOn'
              : state.enabled
                ? 'settings.turnOffSecondFactor'
                : 'settings.beginSecondFactor',
          )}
        </Button>
      </div>
    </form>
  );
}
