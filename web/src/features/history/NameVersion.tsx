import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/Button';
import { Notice } from '../../design/Notice';
import { TextField } from '../../design/TextField';
import { useSubmission } from '../auth/useSubmission';
import styles from './History.module.css';

interface NameVersionProps {
  label: string;
  initial?: string;
  onName: (name: string) => Promise<unknown>;
}

export function NameVersion({ label, initial = '', onName }: NameVersionProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(initial);
  const { busy, problem, errorsOf, submit } = useSubmission(['name']);
  return (
    <form
      className={styles.naming}
      onSubmit={(event) => {
        event.preventDefault();
        submit(async () => {
          await onName(name.trim());
          setName('');
        });
      }}
    >
      <TextField
        label={label}
        value={name}
        required
        maxLength={120}
        autoComplete="off"
        onChange={(event) => setName(event.target.value)}
        errors={errorsOf('name')}
      />
      <Button type="submit" disabled={busy || name.trim() === ''}>
        {t('history.name')}
      </Button>
      {problem !== null && <Notice tone="danger">{problem}</Notice>}
    </form>
  );
}
