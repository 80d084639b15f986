import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { InviteRow } from './InviteRow';
import { documentInvitesQuery, useDocumentInviting } from './queries';
import styles from './Sharing.module.css';

/** Who was invited by letter and hasn't come yet. */
export function DocumentInvites({ documentId, open }: { documentId: string; open: boolean }) {
  const { t } = useTranslation();
  const { data: invites = [] } = useQuery({ ...documentInvitesQuery(documentId), enabled: open });
  const { resend, revoke } = useDocumentInviting(documentId);
  if (invites.length === 0) return null;
  return (
    <section className={styles.public} aria-labelledby="document-invites">
      <h3 id="document-invites" className={styles.heading}>
        {t('settings.invites')}
      </h3>
      <ul>
        {invites.map((invite) => (
          <InviteRow
            key={invite.id}
            invite={invite}
            onResend={() => resend.mutateAsync(invite.id)}
            onRevoke={() => revoke.mutateAsync(invite.id)}
          />
        ))}
      </ul>
    </section>
  );
}
