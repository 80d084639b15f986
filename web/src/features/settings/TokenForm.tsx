import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/Button';
import controls from '../../design/controls.module.css';
import { Notice } from '../../design/Notice';
import { TextField } from '../../design/TextField';
import { useSubmission } from '../auth/useSubmission';
import { useTokens } from './queries';
import styles from './Settings.module.css';

const DAYS = [30, 90, 365];
const DAY = 86_400_000;

interface TokenFormProps {
  /** For an agent; else for a program. */
  isAgent: boolean;
  /** What may be chosen; the first is chosen already. */
  scopes: string[];
  label: string;
  action: string;
}

/** Makes a token, and shows it this once. */
export function TokenForm({ isAgent, scopes: all, label, action }: TokenFormProps) {
  const { t } = useTranslation();
  const { make } = useTokens();
  const { busy, problem, errorsOf, submit } = useSubmission(['name', 'scopes', 'expiresAt']);
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState(all.slice(0, 1));
  const [days, setDays] = useState(90);
  const [made, setMade] = useState<string | null>(null);
  return (
    <form
      className={styles.section}
      onSubmit={(event) => {
        event.preventDefault();
        submit(async () => {
          const expiresAt = new Date(Date.now() + days * DAY).toISOString();
          const { token } = await make.mutateAsync({ name: name.trim(), scopes, expiresAt, isAgent });
          setMade(token ?? null);
          setName('');
        });
      }}
    >
      {problem !== null && <Notice tone="danger">{problem}</Notice>}
      <TextField
        label={label}
        required
        value={name}
        autoComplete="off"
        onChange={(event) => setName(event.target.value)}
        errors={errorsOf('name')}
      />
      <fieldset className={styles.checks}>
        <legend>{t('settings.scopes')}</legend>
        {all.map((scope) => (
          <label key={scope} className={controls.check}>
            <input
              type="checkbox"
              checked={scopes.includes(scope)}
              onChange={({ target }) =>
                setScopes(target.checked ? [...scopes, scope] : scopes.filter((other) => other !== scope))
              }
            />
            <code>{scope}</code>
          </label>
        ))}
      </fieldset>
      <div className={controls.actions}>
        <select
          className={controls.select}
          aria-label={t('settings.expiry')}
          value={days}
          onChange={(event) => setDays(Number(event.target.value))}
        >
          {DAYS.map((count) => (
            <option key={count} value={count}>
              {t('settings.days', { count })}
            </option>
          ))}
        </select>
        <Button type="submit" look="primary" disabled={busy || scopes.length === 0}>
          {action}
        </Button>
      </div>
      {made !== null && (
        <Notice tone="warning">
          <p>{t('settings.tokenOnce')}</p>
          <p className={styles.secret}>{made}</p>
        </Notice>
      )}
    </form>
  );
}
