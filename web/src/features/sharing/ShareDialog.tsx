import { Eye, Link2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCopy } from '../../app/useCopy';
import { useProblemText } from '../../app/useProblemText';
import type { DocumentInfo, Role } from '../../api/types';
import { Button } from '../../design/Button';
import controls from '../../design/controls.module.css';
import { Modal } from '../../design/Modal';
import { Notice } from '../../design/Notice';
import { asOthersPath } from '../document/AsOthersContext';
import { AccessRequests } from './AccessRequests';
import { AddPeople } from './AddPeople';
import { AskAccess } from './AskAccess';
import { DocumentInvites } from './DocumentInvites';
import { inDocument } from './effects';
import { GeneralAccess } from './GeneralAccess';
import { GrantRow } from './GrantRow';
import { Links } from './Links';
import { PublicPage } from './PublicPage';
import { useGrants } from './queries';
import styles from './Sharing.module.css';

interface ShareDialogProps {
  info: DocumentInfo;
  role: Role;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Who can open the document and how, and for its owners who may. */
export function ShareDialog({ info, role, open, onOpenChange }: ShareDialogProps) {
  const { t } = useTranslation();
  const copy = useCopy();
  const textOf = useProblemText();
  const isOwner = role === 'owner';
  const maySee = isOwner || role === 'editor';
  const { data: grants, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useGrants(info.id, open && maySee);
  return (
    <Modal
      open={open}
      onOpenChange={onOpenChange}
      title={t('sharing.title', { title: info.title || t('workspace.untitled') })}
    >
      {isOwner && <AccessRequests documentId={info.id} open={open} />}
      {isOwner && <AddPeople info={info} grants={grants ?? []} />}
      {error !== null && <Notice tone="danger">{textOf(error)}</Notice>}
      {maySee ? (
        <ul className={styles.grants} aria-label={t('sharing.people')}>
          {grants?.map((grant) => (
            <GrantRow
              key={grant.userId}
              documentId={info.id}
              grant={inDocument(grant, info.isRestricted)}
              editable={isOwner}
            />
          ))}
        </ul>
      ) : (
        <p className={styles.muted}>{t('sharing.yourRole', { role: t(`workspace.role_${role}`) })}</p>
      )}
      {hasNextPage && (
        <div>
          <Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('workspace.more')}
          </Button>
        </div>
      )}
      {maySee && <GeneralAccess info={info} editable={isOwner} />}
      {isOwner && <DocumentInvites documentId={info.id} open={open} />}
      {!maySee && <AskAccess documentId={info.id} present={role} />}
      {isOwner && <Links documentId={info.id} open={open} />}
      {isOwner && <PublicPage documentId={info.id} open={open} />}
      <footer className={styles.foot}>
        <Button onClick={() => copy(`${location.origin}/d/${info.id}`, t('sharing.copied'))}>
          <Link2 size={16} />
          {t('sharing.copyLink')}
        </Button>
        {maySee && (
          <a className={controls.button} href={asOthersPath(info.id)} target="_blank" rel="noopener">
            <Eye size={16} />
            {t('sharing.asOthers')}
          </a>
        )}
        <Button look="primary" onClick={() => onOpenChange(false)}>
          {t('sharing.done')}
        </Button>
      </footer>
    </Modal>
  );
}
