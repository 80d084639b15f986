import { Send, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dateLocale } from '../../i18n/locale';
import { useProblemText } from '../../app/useProblemText';
import type { Role } from '../../api/types';
import { IconButton } from '../../design/Button';
import { useToast } from '../../design/Toasts';
import { ConfirmDialog } from '../workspace/ConfirmDialog';
import { NewLink } from './NewLink';
import styles from './Sharing.module.css';

interface InviteRowProps {
  invite: {
    email: string | null;
    role: Role;
    expiresAt: string;
    useLimit: number | null;
    uses: number;
    isOpen: boolean;
  };
  /** Gives the address with the new token, if it is shown. */
  onResend: () => Promise<{ url?: string | null }>;
  onRevoke: () => Promise<unknown>;
}

/** An invitation that was sent: it can go out once more, or be taken back. */
export function InviteRow({ invite, onResend, onRevoke }: InviteRowProps) {
  const { t, i18n } = useTranslation();
  const toast = useToast();
  const textOf = useProblemText();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [url, setUrl] = useState<string | null>(null);
  const { email, role, expiresAt, useLimit, uses, isOpen } = invite;
  const name = email ?? t('settings.anybody');
  const isUsedUp = useLimit !== null && uses >= useLimit;
  const facts = [
    t(`workspace.role_${role}`),
    isOpen
      ? t('settings.until', { when: new Date(expiresAt).toLocaleDateString(dateLocale(i18n.language)) })
      : t('settings.closed'),
    ...(useLimit === 1 && uses === 0 ? [] : [t('settings.uses', { uses, limit: useLimit ?? '∞' })]),
  ];
  const resend = async () => {
    setBusy(true);
    try {
      setUrl((await onResend()).url ?? null);
    } catch (error) {
      toast(textOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <li className={styles.grant}>
      <div className={styles.who}>
        <p className={styles.name}>{name}</p>
        <p className={styles.muted}>{facts.join(' · ')}</p>
      </div>
      {email !== null && !isUsedUp && (
        <IconButton label={t('sharing.resend', { name })} disabled={busy} onClick={() => void resend()}>
          <Send size={16} />
        </IconButton>
      )}
      <IconButton label={t('settings.revokeInvite', { name })} onClick={() => setAsking(true)}>
        <Trash2 size={16} />
      </IconButton>
      {url !== null && (
        <div className={styles.effect}>
          <NewLink url={url} mailedTo={email} />
        </div>
      )}
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('settings.revokeInvite', { name })}
        text={t('sharing.effect_invite')}
        action={t('sharing.takeBack')}
        onConfirm={onRevoke}
      />
    </li>
  );
}
