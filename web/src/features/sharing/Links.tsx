import { useQuery } from '@tanstack/react-query';
import { Copy, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dateLocale } from '../../i18n/locale';
import { useCopy } from '../../app/useCopy';
import { useProblemText } from '../../app/useProblemText';
import type { ShareLink } from '../../api/types';
import { IconButton } from '../../design/Button';
import { useToast } from '../../design/Toasts';
import { ConfirmDialog } from '../workspace/ConfirmDialog';
import { ChangeLink } from './ChangeLink';
import { NewShareLink } from './NewShareLink';
import { effectOfLink, linksQuery, useLinks } from './queries';
import styles from './Sharing.module.css';

/** Links that let in whoever has them: as what, until when, with which password. */
export function Links({ documentId, open }: { documentId: string; open: boolean }) {
  const { t } = useTranslation();
  const { data: links = [] } = useQuery({ ...linksQuery(documentId), enabled: open });
  return (
    <section className={styles.public} aria-labelledby="share-links">
      <h3 id="share-links" className={styles.heading}>
        {t('sharing.links')}
      </h3>
      {links.length === 0 ? (
        <p className={styles.muted}>{t('sharing.noLinks')}</p>
      ) : (
        <ul>
          {links.map((link) => (
            <LinkRow key={link.id} documentId={documentId} link={link} />
          ))}
        </ul>
      )}
      <NewShareLink documentId={documentId} />
    </section>
  );
}

function LinkRow({ documentId, link }: { documentId: string; link: ShareLink }) {
  const { t, i18n } = useTranslation();
  const toast = useToast();
  const copy = useCopy();
  const textOf = useProblemText();
  // How many people would lose access; null while nobody asks.
  const [losing, setLosing] = useState<number | null>(null);
  const [changing, setChanging] = useState(false);
  const { remove } = useLinks(documentId);
  const { id, role, label, url, hasPassword, allowsGuests, expiresAt, uses, useLimit, isOpen } = link;
  const facts = [
    t(`workspace.role_${role}`),
    ...(hasPassword ? [t('sharing.withPassword')] : []),
    ...(allowsGuests ? [] : [t('sharing.accountsOnly')]),
    ...(expiresAt === null
      ? []
      : [t('settings.until', { when: new Date(expiresAt).toLocaleDateString(dateLocale(i18n.language)) })]),
    useLimit === null ? t('sharing.cameIn', { count: uses }) : t('sharing.cameInOf', { uses, limit: useLimit }),
    ...(isOpen ? [] : [t('settings.closed')]),
  ];
  const ask = () =>
    void effectOfLink(documentId, id).then(
      ({ lose }) => setLosing(lose),
      (error: unknown) => toast(textOf(error)),
    );
  return (
    <li className={styles.grant}>
      <div className={styles.who}>
        {label !== null && <p className={styles.name}>{label}</p>}
        <p className={label === null ? undefined : styles.muted}>{facts.join(' · ')}</p>
      </div>
      {url !== undefined && url !== null && (
        <IconButton label={t('sharing.copyLink')} onClick={() => copy(url, t('sharing.copied'))}>
          <Copy size={16} />
        </IconButton>
      )}
      <IconButton label={t('sharing.changeLink')} onClick={() => setChanging(true)}>
        <Pencil size={16} />
      </IconButton>
      <IconButton label={t('sharing.removeLink')} onClick={ask}>
        <Trash2 size={16} />
      </IconButton>
      <ChangeLink documentId={documentId} link={link} open={changing} onClose={() => setChanging(false)} />
      <ConfirmDialog
        open={losing !== null}
        onClose={() => setLosing(null)}
        title={t('sharing.removeLink')}
        text={t('sharing.effect_link', { count: losing ?? 0 })}
        action={t('sharing.removeLink')}
        onConfirm={() => remove.mutateAsync(id)}
      />
    </li>
  );
}
