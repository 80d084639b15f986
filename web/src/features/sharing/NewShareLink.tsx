import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Role } from '../../api/types';
import { Button } from '../../design/Button';
import controls from '../../design/controls.module.css';
import { Notice } from '../../design/Notice';
import { TextField } from '../../design/TextField';
import { useSubmission } from '../auth/useSubmission';
import { RoleSelect } from '../workspace/RoleSelect';
import { useLinks } from './queries';
import styles from './Sharing.module.css';

/** Nobody owns by a link. */
const ROLES: Role[] = ['viewer', 'commenter', 'editor'];
const DAYS = [1, 7, 30];
const DAY = 86_400_000;
const LIMITS = [1, 10, 100];
const LONGEST_LABEL = 100;
const NONE = 0;

/** What a new link shall be. */
export function NewShareLink({ documentId }: { documentId: string }) {
  const { t } = useTranslation();
  const { make } = useLinks(documentId);
  const { busy, problem, errorsOf, submit } = useSubmission(['label', 'password']);
  const [role, setRole] = useState<Role>('viewer');
  const [days, setDays] = useState(NONE);
  const [limit, setLimit] = useState(NONE);
  const [allowsGuests, setAllowsGuests] = useState(true);
  const [label, setLabel] = useState('');
  const [password, setPassword] = useState('');

  const create = async () => {
    await make.mutateAsync({
      role,
      ...(label.trim() !== '' && { label: label.trim() }),
      ...(days !== NONE && { expiresAt: new Date(Date.now() + days * DAY).toISOString() }),
      ...(limit !== NONE && { useLimit: limit }),
      ...(!allowsGuests && { allowsGuests }),
      ...(password !== '' && { password }),
    });
    setLabel('');
    setPassword('');
  };

  return (
    <form
      className={styles.add}
      onSubmit={(event) => {
        event.preventDefault();
        submit(create);
      }}
    >
      <TextField
        label={t('sharing.linkLabel')}
        autoComplete="off"
        maxLength={LONGEST_LABEL}
        value={label}
        onChange={(event) => setLabel(event.target.value)}
        errors={errorsOf('label')}
      />
      <div className={styles.choices}>
        <RoleSelect label={t('sharing.linkRole')} value={role} onChange={setRole} roles={ROLES} />
        <select
          className={controls.select}
          aria-label={t('settings.expiry')}
          value={days}
          onChange={(event) => setDays(Number(event.target.value))}
        >
          <option value={NONE}>{t('sharing.noEnd')}</option>
          {DAYS.map((count) => (
            <option key={count} value={count}>
              {t('settings.days', { count })}
            </option>
          ))}
        </select>
        <select
          className={controls.select}
          aria-label={t('sharing.linkLimit')}
          value={limit}
          onChange={(event) => setLimit(Number(event.target.value))}
        >
          <option value={NONE}>{t('sharing.anyNumber')}</option>
          {LIMITS.map((count) => (
            <option key={count} value={count}>
              {t('sharing.atMost', { count })}
            </option>
          ))}
        </select>
        <select
          className={controls.select}
          aria-label={t('sharing.linkGuests')}
          value={allowsGuests ? 'anybody' : 'accounts'}
          onChange={(event) => setAllowsGuests(event.target.value === 'anybody')}
        >
          <option value="anybody">{t('sharing.withGuests')}</option>
          <option value="accounts">{t('sharing.accountsOnly')}</option>
        </select>
      </div>
      <TextField
        label={t('sharing.linkPassword')}
        type="password"
        autoComplete="new-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        errors={errorsOf('password')}
      />
      {problem !== null && <Notice tone="danger">{problem}</Notice>}
      <div>
        <Button type="submit" disabled={busy}>
          {t('sharing.makeLink')}
        </Button>
      </div>
    </form>
  );
}
