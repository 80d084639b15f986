import { useQuery } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../app/useProblemText';
import { Button, IconButton } from '../../design/Button';
import controls from '../../design/controls.module.css';
import { Notice } from '../../design/Notice';
import { TextField } from '../../design/TextField';
import { useToast } from '../../design/Toasts';
import { useSubmission } from '../auth/useSubmission';
import page from '../workspace/WorkspacePage.module.css';
import { tokensQuery, useTokens } from './queries';
import styles from './Settings.module.css';

const SCOPES = ['read', 'write', 'account'];
const DAYS = [30, 90, 365];
const DAY = 86_400_000;

/** For programs: shown once, limited to what they need, with an end. */
export function Tokens() {
  const { t, i18n } = useTranslation();
  const toast = useToast();
  const textOf = useProblemText();
  const { data: tokens = [] } = useQuery(tokensQuery);
  const { make, revoke } = useTokens();
  const { busy, problem, errorsOf, submit } = useSubmission(['name', 'scopes', 'expiresAt']);
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState(['read']);
  const [days, setDays] = useState(90);
  const [made, setMade] = useState<string | null>(null);
  return (
    <section className={styles.section}>
      <h2 className={styles.heading}>{t('settings.tab_tokens')}</h2>
      <p className={styles.muted}>{t('settings.tokensText')}</p>
      <form
        className={styles.section}
        onSubmit={(event) => {
          event.preventDefault();
          submit(async () => {
            const expiresAt = new Date(Date.now() + days * DAY).toISOString();
            const { token } = await make.mutateAsync({ name: name.trim(), scopes, expiresAt });
            setMade(token ?? null);
            setName('');
          });
        }}
      >
        {problem !== null && <Notice tone="danger">{problem}</Notice>}
        <TextField
          label={t('settings.tokenName')}
          required
          value={name}
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
          errors={errorsOf('name')}
        />
        <fieldset className={styles.checks}>
          <legend>{t('settings.scopes')}</legend>
          {SCOPES.map((scope) => (
            <label key={scope} className={styles.check}>
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
            {t('settings.makeToken')}
          </Button>
        </div>
        {made !== null && (
          <Notice tone="warning">
            <p>{t('settings.tokenOnce')}</p>
            <p className={styles.secret}>{made}</p>
          </Notice>
        )}
      </form>
      <ul className={page.list}>
        {tokens.map(({ id, name: called, scopes: may, expiresAt }) => (
          <li key={id} className={styles.entry}>
            <div className={styles.main}>
              <p className={styles.name}>{called}</p>
              <p className={styles.muted}>
                {may.join(', ')} ·{' '}
                {t('settings.until', { when: new Date(expiresAt).toLocaleDateString(i18n.language) })}
              </p>
            </div>
            <IconButton
              label={t('settings.revokeToken', { name: called })}
              onClick={() => revoke.mutate(id, { onError: (error) => toast(textOf(error)) })}
            >
              <Trash2 size={16} />
            </IconButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
