import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../app/useProblemText';
import type { Member, Role, Workspace } from '../../api/types';
import { IconButton } from '../../design/Button';
import { Notice } from '../../design/Notice';
import { useMe } from '../auth/useSession';
import { AddPerson } from './AddPerson';
import { EffectNotice } from './EffectNotice';
import styles from './People.module.css';
import { PersonRow } from './PersonRow';
import { effectOnMember, membersQuery, usePutMember, useRemoveMember } from './queries';
import { isLess } from './roles';
import { RoleSelect } from './RoleSelect';

/** Who is in the workspace, and for its owners who may do what. */
export function Members({ workspace }: { workspace: Workspace }) {
  const textOf = useProblemText();
  const { data: members, error } = useQuery(membersQuery(workspace.id));
  const isOwner = workspace.role === 'owner';
  return (
    <>
      {isOwner && <AddPerson workspaceId={workspace.id} members={members ?? []} />}
      {error !== null && <Notice tone="danger">{textOf(error)}</Notice>}
      <ul className={styles.list}>
        {members?.map((member) => (
          <Row key={member.userId} workspaceId={workspace.id} member={member} editable={isOwner} />
        ))}
      </ul>
    </>
  );
}

interface RowProps {
  workspaceId: string;
  member: Member;
  editable: boolean;
}

interface Pending {
  text: string;
  run: () => void;
}

function Row({ workspaceId, member, editable }: RowProps) {
  const { t } = useTranslation();
  const me = useMe();
  const put = usePutMember(workspaceId);
  const remove = useRemoveMember(workspaceId);
  const [pending, setPending] = useState<Pending | null>(null);
  const [refusal, setRefusal] = useState<unknown>(null);
  const { userId, name, email, role } = member;

  /** Refused here as it would be when it is done. */
  const ask = (next: Role | null, run: () => void) => {
    setRefusal(null);
    effectOnMember(workspaceId, userId, next).then(
      ({ documents: count }) =>
        setPending({
          text:
            next === null
              ? t('workspace.effect_removed', { name, count })
              : t('workspace.effect_lowered', { name, role: t(`workspace.role_${next}`) }),
          run,
        }),
      setRefusal,
    );
  };
  const choose = (next: Role) => {
    const give = () => put.mutate({ userId, role: next });
    if (isLess(next, role)) ask(next, give);
    else give();
  };

  return (
    <PersonRow
      id={userId}
      name={name}
      shownAs={userId === me.id ? t('workspace.you', { name }) : name}
      detail={email}
      problem={refusal ?? put.error ?? remove.error}
    >
      {editable ? (
        <>
          <RoleSelect label={t('workspace.roleOf', { name })} value={role} onChange={choose} />
          <IconButton
            label={t('workspace.removePerson', { name })}
            onClick={() => ask(null, () => remove.mutate(userId))}
          >
            <X size={16} />
          </IconButton>
        </>
      ) : (
        <span className={styles.detail}>{t(`workspace.role_${role}`)}</span>
      )}
      {pending !== null && (
        <EffectNotice
          text={pending.text}
          onYes={() => {
            pending.run();
            setPending(null);
          }}
          onNo={() => setPending(null)}
        />
      )}
    </PersonRow>
  );
}
