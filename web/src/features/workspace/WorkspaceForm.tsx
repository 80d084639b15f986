import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Workspace } from '../../api/types';
import { Button } from '../../design/Button';
import { Notice } from '../../design/Notice';
import { TextField } from '../../design/TextField';
import form from '../auth/AuthCard.module.css';
import { useSubmission } from '../auth/useSubmission';
import { useCreateWorkspace } from './queries';

interface WorkspaceFormProps {
  initialName?: string;
  onCreated: (workspace: Workspace) => void;
}

export function WorkspaceForm({ initialName = '', onCreated }: WorkspaceFormProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(initialName);
  const { mutateAsync: create } = useCreateWorkspace();
  const { busy, problem, errorsOf, submit } = useSubmission(['name']);
  return (
    <form
      className={form.form}
      onSubmit={(event) => {
        event.preventDefault();
        submit(async () => onCreated(await create(name)));
      }}
    >
      {problem !== null && <Notice tone="danger">{problem}</Notice>}
      <TextField
        label={t('workspace.name')}
        name="workspace"
        required
        focusAtFirst
        value={name}
        onChange={(event) => setName(event.target.value)}
        errors={errorsOf('name')}
      />
      <Button type="submit" look="primary" disabled={busy}>
        {t('workspace.create')}
      </Button>
    </form>
  );
}
