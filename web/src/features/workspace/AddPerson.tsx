import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Role } from '../../api/types';
import { Button } from '../../design/Button';
import { Notice } from '../../design/Notice';
import { TextField } from '../../design/TextField';
import { useSubmission } from '../auth/useSubmission';
import styles from './People.module.css';
import { usePutMember } from './queries';
import { RoleSelect } from './RoleSelect';

export function AddPerson({ workspaceId }: { workspaceId: string }) {
  const { t } = useTranslation();
  const [userId, setUserId] = useState('');
  const [role, setRole] = useState<Role>('editor');
  const { mutateAsync: put } = usePutMember(workspaceId);
  const { busy, problem, submit } = useSubmission([]);
  return (
    <form
      className={styles.add}
      onSubmit={(event) => {
        event.preventDefault();
        submit(async () => {
          await put({ userId: userId.trim(), role });
          setUserId('');
        });
      }}
    >
      <TextField
        label={t('workspace.addPerson')}
        hint={t('workspace.addPersonHint')}
        autoComplete="off"
        spellCheck={false}
        required
        value={userId}
        onChange={(event) => setUserId(event.target.value)}
      />
      <div className={styles.addActions}>
        <RoleSelect label={t('workspace.role')} value={role} onChange={setRole} />
        <Button type="submit" look="primary" disabled={busy}>
          {t('workspace.add')}
        </Button>
      </div>
      {problem !== null && <Notice tone="danger">{problem}</Notice>}
    </form>
  );
}
