import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShareLink } from '../../api/types';
import { Button } from '../../design/Button';
import { Modal } from '../../design/Modal';
import { Notice } from '../../design/Notice';
import { useSubmission } from '../auth/useSubmission';
import { EffectNotice } from '../workspace/EffectNotice';
import { LinkFields } from './LinkFields';
import { changesOf, termsOf, type LinkTerms } from './linkTerms';
import { effectOfLink, useLinks, type LinkChange } from './queries';
import styles from './Sharing.module.css';

interface ChangeLinkProps {
  documentId: string;
  link: ShareLink;
  open: boolean;
  onClose: () => void;
}

/** Other terms for a link that is out already, for those too who came in by it. */
export function ChangeLink({ open, onClose, ...form }: ChangeLinkProps) {
  const { t } = useTranslation();
  return (
    <Modal open={open} onOpenChange={(next) => !next && onClose()} title={t('sharing.changeLink')}>
      <ChangeForm onClose={onClose} {...form} />
    </Modal>
  );
}

interface Taking {
  changes: LinkChange;
  /** How many people lose access, or may do less. */
  count: number;
}

function ChangeForm({ documentId, link, onClose }: Omit<ChangeLinkProps, 'open'>) {
  const { t } = useTranslation();
  const { change } = useLinks(documentId);
  const { busy, problem, errorsOf, submit } = useSubmission(['label', 'password']);
  const [terms, setTerms] = useState(() => termsOf(link));
  const [taking, setTaking] = useState<Taking | null>(null);

  const make = async (changes: LinkChange) => {
    await change.mutateAsync({ link: link.id, changes });
    onClose();
  };
  // What takes something from people is said before it does.
  const check = async () => {
    const changes = changesOf(link, terms, Date.now());
    const { lose, lowered } = await effectOfLink(documentId, link.id, changes);
    if (lose + lowered > 0) setTaking({ changes, count: lose + lowered });
    else await make(changes);
  };
  const edit = (next: LinkTerms) => {
    setTerms(next);
    setTaking(null);
  };

  return (
    <form
      className={styles.add}
      onSubmit={(event) => {
        event.preventDefault();
        submit(check);
      }}
    >
      <LinkFields terms={terms} onChange={edit} errorsOf={errorsOf} expiresAt={link.expiresAt} />
      {link.hasPassword && (
        <label>
          <input
            type="checkbox"
            checked={terms.keepsPassword}
            onChange={({ target }) => edit({ ...terms, keepsPassword: target.checked, password: '' })}
          />{' '}
          {t('sharing.keepPassword')}
        </label>
      )}
      {problem !== null && <Notice tone="danger">{problem}</Notice>}
      {taking === null ? (
        <Button type="submit" look="primary" disabled={busy}>
          {t('settings.keep')}
        </Button>
      ) : (
        <EffectNotice
          text={t('sharing.effect_less', { count: taking.count })}
          onYes={() => submit(() => make(taking.changes))}
          onNo={() => setTaking(null)}
        />
      )}
    </form>
  );
}
