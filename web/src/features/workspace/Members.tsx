import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../app/useProblemText';
import type { Member, Role, Workspace } from '../../api/types';
import { Avatar } from '../../design/Avatar';
import { IconButton } from '../../design/Button';
import controls from '../../design/controls.module.css';
import { Notice } from '../../design/Notice';
import { useMe } from '../auth/useSession';
import { AddPerson } from './AddPerson';
import styles from './PeopleDialog.module.css';
import { membersQuery, usePutMember, useRemoveMember } from './queries';
import { ROLES } from './roles';

/** Who is in the workspace, and for its owners who may do what. */
export function Members({ workspace }: { workspace: Workspace }) {
  const textOf = useProblemText();
  const { data: members, error } = useQuery(membersQuery(workspace.id));
  const isOwner = workspace.role === 'owner';
  return (
    <>
      {isOwner && <AddPerson workspaceId={workspace.id} />}
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

function Row({ workspaceId, member, editable }: RowProps) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const me = useMe();
  const put = usePutMember(workspaceId);
  const remove = useRemoveMember(workspaceId);
  const problem = put.error ?? remove.error;
  const { userId, name, email, role } = member;
  return (
    <li className={styles.row}>
      <Avatar id={userId} name={name} />
      <div className={styles.who}>
        <p className={styles.name}>{userId === me.id ? t('workspace.you', { name }) : name}</p>
        <p className={styles.email}>{email}</p>
      </div>
      {editable ? (
        <>
          <select
            className={controls.select}
            aria-label={t('workspace.roleOf', { name })}
            value={role}
            onChange={(event) => put.mutate({ userId, role: event.target.value as Role })}
          >
            {ROLES.map((other) => (
              <option key={other} value={other}>
                {t(`workspace.role_${other}`)}
              </option>
            ))}
          </select>
          <IconButton label={t('workspace.removePerson', { name })} onClick={() => remove.mutate(userId)}>
            <X size={16} />
          </IconButton>
        </>
      ) : (
        <span className={styles.role}>{t(`workspace.role_${role}`)}</span>
      )}
      {problem !== null && (
        <p className={styles.problem} role="alert">
          {textOf(problem)}
        </p>
      )}
    </li>
  );
}
