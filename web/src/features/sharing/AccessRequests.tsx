import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../app/useProblemText';
import type { AccessRequest, Role } from '../../api/types';
import { Avatar } from '../../design/Avatar';
import { Button } from '../../design/Button';
import controls from '../../design/controls.module.css';
import { ROLES } from '../workspace/roles';
import { accessRequestsQuery, useAnswering } from './queries';
import styles from './Sharing.module.css';

/** Those who ask to come in, or for more; each with what they say. */
export function AccessRequests({ documentId, open }: { documentId: string; open: boolean }) {
  const { t } = useTranslation();
  const { data: requests = [] } = useQuery({ ...accessRequestsQuery(documentId), enabled: open });
  if (requests.length === 0) return null;
  return (
    <section className={styles.public} aria-labelledby="access-requests">
      <h3 id="access-requests" className={styles.heading}>
        {t('sharing.requests')}
      </h3>
      <ul>
        {requests.map((request) => (
          <RequestRow key={request.id} documentId={documentId} request={request} />
        ))}
      </ul>
    </section>
  );
}

function RequestRow({ documentId, request }: { documentId: string; request: AccessRequest }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const { accept, decline } = useAnswering(documentId);
  const { id, userId, name, email, message, presentRole } = request;
  const [role, setRole] = useState<Role>(request.role);
  const problem = accept.error ?? decline.error;
  const busy = accept.isPending || decline.isPending;
  return (
    <li className={styles.grant}>
      <Avatar id={userId} name={name} />
      <div className={styles.who}>
        <p className={styles.name}>{name}</p>
        <p className={styles.muted}>
          {presentRole === null ? email : `${email} · ${t(`workspace.role_${presentRole}`)}`}
        </p>
      </div>
      {message !== null && <blockquote className={styles.message}>{message}</blockquote>}
      <div className={styles.answers}>
        <select
          className={controls.select}
          aria-label={t('workspace.roleOf', { name })}
          value={role}
          onChange={(event) => setRole(event.target.value as Role)}
        >
          {ROLES.map((other) => (
            <option key={other} value={other}>
              {t(`workspace.role_${other}`)}
            </option>
          ))}
        </select>
        <Button look="primary" disabled={busy} onClick={() => accept.mutate({ request: id, role })}>
          {t('sharing.give')}
        </Button>
        <Button disabled={busy} onClick={() => decline.mutate(id)}>
          {t('sharing.decline')}
        </Button>
      </div>
      {problem !== null && (
        <p className={styles.problem} role="alert">
          {textOf(problem)}
        </p>
      )}
    </li>
  );
}
