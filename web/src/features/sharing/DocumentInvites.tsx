import { useQuery } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../design/Button';
import { ConfirmDialog } from '../workspace/ConfirmDialog';
import { documentInvitesQuery, useDocumentInviting } from './queries';
import styles from './Sharing.module.css';

/** Who was invited by letter and hasn't come yet. */
export function DocumentInvites({ documentId, open }: { documentId: string; open: boolean }) {
  const { t, i18n } = useTranslation();
  const { data: invites = [] } = useQuery({ ...documentInvitesQuery(documentId), enabled: open });
  const { revoke } = useDocumentInviting(documentId);
  const [asking, setAsking] = useState<{ id: string; email: string } | null>(null);
  if (invites.length === 0) return null;
  return (
    <section className={styles.public} aria-labelledby="document-invites">
      <h3 id="document-invites" className={styles.heading}>
        {t('settings.invites')}
      </h3>
      <ul>
        {invites.map(({ id, email, role, expiresAt }) => (
          <li key={id} className={styles.grant}>
            <div className={styles.who}>
              <p className={styles.name}>{email}</p>
              <p className={styles.muted}>
                {t(`workspace.role_${role}`)} ·{' '}
                {t('settings.until', { when: new Date(expiresAt).toLocaleDateString(i18n.language) })}
              </p>
            </div>
            <IconButton label={t('settings.revokeInvite', { name: email })} onClick={() => setAsking({ id, email })}>
              <Trash2 size={16} />
            </IconButton>
          </li>
        ))}
      </ul>
      <ConfirmDialog
        open={asking !== null}
        onClose={() => setAsking(null)}
        title={t('settings.revokeInvite', { name: asking?.email ?? '' })}
        text={t('sharing.effect_invite', { name: asking?.email ?? '' })}
        action={t('sharing.takeBack')}
        onConfirm={() => (asking === null ? Promise.resolve() : revoke.mutateAsync(asking.id))}
      />
    </section>
  );
}
