import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccessRequest, Role } from '../../api/types';
import { Button } from '../../design/Button';
import { PersonRow } from '../workspace/PersonRow';
import { RoleSelect } from '../workspace/RoleSelect';
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
  const { accept, decline } = useAnswering(documentId);
  const { id, userId, name, email, message, presentRole } = request;
  const [role, setRole] = useState<Role>(request.role);
  const busy = accept.isPending || decline.isPending;
  return (
    <PersonRow
      id={userId}
      name={name}
      detail={presentRole === null ? email : `${email} · ${t(`workspace.role_${presentRole}`)}`}
      problem={accept.error ?? decline.error}
    >
      {message !== null && <blockquote className={styles.message}>{message}</blockquote>}
      <div className={styles.answers}>
        <RoleSelect label={t('workspace.roleOf', { name })} value={role} onChange={setRole} />
        <Button look="primary" disabled={busy} onClick={() => accept.mutate({ request: id, role })}>
          {t('sharing.give')}
        </Button>
        <Button disabled={busy} onClick={() => decline.mutate(id)}>
          {t('sharing.decline')}
        </Button>
      </div>
    </PersonRow>
  );
}
