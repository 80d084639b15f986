import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Role } from '../../api/types';
import { Button } from '../../design/Button';
import { Notice } from '../../design/Notice';
import { TextField } from '../../design/TextField';
import { useSubmission } from '../auth/useSubmission';
import { ROLES } from '../workspace/roles';
import { RoleSelect } from '../workspace/RoleSelect';
import { askForAccess } from './queries';
import styles from './Sharing.module.css';

const LONGEST_MESSAGE = 500;

interface AskAccessProps {
  documentId: string;
  /** What the person is there already; null for nothing, as far as they may know. */
  present: Role | null;
}

/** Asks the owners for a role, or for a higher one. */
export function AskAccess({ documentId, present }: AskAccessProps) {
  const { t } = useTranslation();
  const { busy, problem, errorsOf, submit } = useSubmission(['role', 'message']);
  // Owners are made, not asked to be.
  const roles = ROLES.slice(1, present === null ? undefined : ROLES.indexOf(present)).reverse();
  const [role, setRole] = useState<Role>(roles[0] ?? 'viewer');
  const [message, setMessage] = useState('');
  const [asked, setAsked] = useState(false);
  if (asked) return <Notice tone="plain">{t('sharing.asked')}</Notice>;
  return (
    <form
      className={styles.ask}
      aria-label={t('sharing.ask')}
      onSubmit={(event) => {
        event.preventDefault();
        submit(async () => {
          await askForAccess(documentId, { role, message: message.trim() || null });
          setAsked(true);
        });
      }}
    >
      <div className={styles.addActions}>
        <RoleSelect label={t('sharing.askRole')} value={role} onChange={setRole} roles={roles} />
      </div>
      <TextField
        label={t('sharing.askMessage')}
        maxLength={LONGEST_MESSAGE}
        value={message}
        onChange={(event) => setMessage(event.target.value)}
        errors={errorsOf('message')}
      />
      {problem !== null && <Notice tone="danger">{problem}</Notice>}
      <div>
        <Button type="submit" look="primary" disabled={busy}>
          {t('sharing.ask')}
        </Button>
      </div>
    </form>
  );
}
