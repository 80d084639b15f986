import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Member, Role } from '../../api/types';
import { Button } from '../../design/Button';
import { Notice } from '../../design/Notice';
import { TextField } from '../../design/TextField';
import { useSubmission } from '../auth/useSubmission';
import { NewLink } from '../sharing/NewLink';
import { useInviting } from '../sharing/queries';
import { memberCalled } from './memberCalled';
import styles from './People.module.css';
import { usePutMember } from './queries';
import { RoleSelect } from './RoleSelect';

interface AddPersonProps {
  workspaceId: string;
  members: Member[];
}

/** By name or address: who is in the workspace gets another role; anybody else an invitation to it. */
export function AddPerson({ workspaceId, members }: AddPersonProps) {
  const { t } = useTranslation();
  const list = useId();
  const [who, setWho] = useState('');
  const [role, setRole] = useState<Role>('editor');
  const [unknown, setUnknown] = useState(false);
  const [made, setMade] = useState<{ url: string; email: string } | null>(null);
  const { mutateAsync: put } = usePutMember(workspaceId);
  const { invite } = useInviting(workspaceId);
  const { busy, problem, errorsOf, submit } = useSubmission(['email', 'role']);
  const member = memberCalled(members, who);

  const add = async () => {
    setMade(null);
    const email = who.trim();
    if (member !== null) await put({ userId: member.userId, role });
    else if (!email.includes('@')) {
      setUnknown(true);
      return;
    } else {
      const { url } = await invite.mutateAsync({ role, email });
      if (url !== undefined && url !== null) setMade({ url, email });
    }
    setWho('');
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
        label={t('workspace.addPerson')}
        hint={t('workspace.addPersonHint')}
        autoComplete="off"
        spellCheck={false}
        list={list}
        required
        value={who}
        onChange={(event) => {
          setWho(event.target.value);
          setUnknown(false);
        }}
        errors={unknown ? [t('workspace.addUnknown')] : errorsOf('email')}
      />
      <datalist id={list}>
        {members.map(({ userId, name, email }) => (
          <option key={userId} value={email}>
            {name}
          </option>
        ))}
      </datalist>
      <div className={styles.addActions}>
        <RoleSelect label={t('workspace.role')} value={role} onChange={setRole} />
        <Button type="submit" look="primary" disabled={busy}>
          {t(member !== null ? 'workspace.giveRole' : 'sharing.invite')}
        </Button>
      </div>
      {problem !== null && <Notice tone="danger">{problem}</Notice>}
      {made !== null && <NewLink url={made.url} mailedTo={made.email} />}
    </form>
  );
}
