import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentInfo, Grant, Role } from '../../api/types';
import { Button } from '../../design/Button';
import { Notice } from '../../design/Notice';
import { TextField } from '../../design/TextField';
import { useSubmission } from '../auth/useSubmission';
import { membersQuery } from '../workspace/queries';
import { RoleSelect } from '../workspace/RoleSelect';
import { NewLink } from './NewLink';
import { useGranting, useDocumentInviting } from './queries';
import styles from './Sharing.module.css';

const LONGEST_MESSAGE = 1_000;

interface AddPeopleProps {
  info: DocumentInfo;
  grants: Grant[];
}

/** By name or address: who is in the workspace gets a role here; anybody else an invitation to this document. */
export function AddPeople({ info, grants }: AddPeopleProps) {
  const { t } = useTranslation();
  const list = useId();
  const { data: members = [] } = useQuery(membersQuery(info.workspaceId));
  const { put } = useGranting(info.id);
  const { invite } = useDocumentInviting(info.id);
  const { busy, problem, errorsOf, submit } = useSubmission(['email', 'role', 'message']);
  const [who, setWho] = useState('');
  const [role, setRole] = useState<Role>('editor');
  const [message, setMessage] = useState('');
  const [made, setMade] = useState<{ url: string; email: string } | null>(null);
  const known = [...members, ...grants].find(({ name, email }) => [name, email].includes(who.trim()));
  const isStranger = known === undefined && who.includes('@');

  const add = async () => {
    setMade(null);
    if (known !== undefined) await put.mutateAsync({ userId: known.userId, role });
    else {
      const said = message.trim();
      const { url, email } = await invite.mutateAsync({
        role,
        email: who.trim(),
        ...(said !== '' && { message: said }),
      });
      if (url !== undefined && url !== null) setMade({ url, email });
    }
    setWho('');
    setMessage('');
  };

  return (
    <form
      className={styles.add}
      onSubmit={(event) => {
        event.preventDefault();
        submit(add);
      }}
    >
      <TextField
        label={t('sharing.add')}
        hint={t('sharing.addHint')}
        autoComplete="off"
        list={list}
        required
        value={who}
        onChange={(event) => setWho(event.target.value)}
        errors={errorsOf('email')}
      />
      <datalist id={list}>
        {members.map(({ userId, name, email }) => (
          <option key={userId} value={email}>
            {name}
          </option>
        ))}
      </datalist>
      {isStranger && (
        <TextField
          label={t('sharing.message')}
          maxLength={LONGEST_MESSAGE}
          value={message}
          onChange={(event) => setMessage(event.target.value)}
          errors={errorsOf('message')}
        />
      )}
      <div className={styles.addActions}>
        <RoleSelect label={t('workspace.role')} value={role} onChange={setRole} />
        <Button type="submit" look="primary" disabled={busy}>
          {t(known !== undefined || who === '' ? 'workspace.add' : 'sharing.invite')}
        </Button>
      </div>
      {problem !== null && <Notice tone="danger">{problem}</Notice>}
      {made !== null && <NewLink url={made.url} mailedTo={made.email} />}
    </form>
  );
}
