import { useQuery } from '@tanstack/react-query';
import { Copy, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../app/useProblemText';
import type { Role, ShareLink } from '../../api/types';
import { Button, IconButton } from '../../design/Button';
import controls from '../../design/controls.module.css';
import { Notice } from '../../design/Notice';
import { TextField } from '../../design/TextField';
import { useToast } from '../../design/Toasts';
import { useSubmission } from '../auth/useSubmission';
import { ConfirmDialog } from '../workspace/ConfirmDialog';
import { effectOfLinkRemoval, linksQuery, useLinks } from './queries';
import styles from './Sharing.module.css';

const LINK_ROLES = ['viewer', 'commenter', 'editor'] as const;
const DAYS = [1, 7, 30];
const DAY = 86_400_000;

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
  const textOf = useProblemText();
  // How many people would lose access; null while nobody asks.
  const [losing, setLosing] = useState<number | null>(null);
  const { remove } = useLinks(documentId);
  const { id, role, url, hasPassword, expiresAt, uses, isOpen } = link;
  const facts = [
    t(`workspace.role_${role}`),
    ...(hasPassword ? [t('sharing.withPassword')] : []),
    ...(expiresAt === null
      ? []
      : [t('settings.until', { when: new Date(expiresAt).toLocaleDateString(i18n.language) })]),
    t('sharing.cameIn', { count: uses }),
    ...(isOpen ? [] : [t('settings.closed')]),
  ];
  const ask = () =>
    void effectOfLinkRemoval(documentId, id).then(
      ({ lose }) => setLosing(lose),
      (error: unknown) => toast(textOf(error)),
    );
  return (
    <li className={styles.grant}>
      <p className={styles.who}>{facts.join(' · ')}</p>
      {url !== undefined && url !== null && (
        <IconButton
          label={t('sharing.copyLink')}
          onClick={() => void navigator.clipboard.writeText(url).then(() => toast(t('sharing.copied')))}
        >
          <Copy size={16} />
        </IconButton>
      )}
      <IconButton label={t('sharing.removeLink')} onClick={ask}>
        <Trash2 size={16} />
      </IconButton>
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

function NewShareLink({ documentId }: { documentId: string }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const { make } = useLinks(documentId);
  const { busy, submit } = useSubmission([]);
  const [role, setRole] = useState<Role>('viewer');
  const [days, setDays] = useState(0);
  const [password, setPassword] = useState('');
  return (
    <form
      className={styles.add}
      onSubmit={(event) => {
        event.preventDefault();
        submit(async () => {
          await make.mutateAsync({
            role,
            ...(days > 0 && { expiresAt: new Date(Date.now() + days * DAY).toISOString() }),
            ...(password !== '' && { password }),
          });
          setPassword('');
        });
      }}
    >
      <div className={styles.addActions}>
        <select
          className={controls.select}
          aria-label={t('sharing.linkRole')}
          value={role}
          onChange={(event) => setRole(event.target.value as Role)}
        >
          {LINK_ROLES.map((other) => (
            <option key={other} value={other}>
              {t(`workspace.role_${other}`)}
            </option>
          ))}
        </select>
        <select
          className={controls.select}
          aria-label={t('settings.expiry')}
          value={days}
          onChange={(event) => setDays(Number(event.target.value))}
        >
          <option value={0}>{t('sharing.noEnd')}</option>
          {DAYS.map((count) => (
            <option key={count} value={count}>
              {t('settings.days', { count })}
            </option>
          ))}
        </select>
      </div>
      <TextField
        label={t('sharing.linkPassword')}
        type="password"
        autoComplete="new-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      {make.error !== null && <Notice tone="danger">{textOf(make.error)}</Notice>}
      <div>
        <Button type="submit" disabled={busy}>
          {t('sharing.makeLink')}
        </Button>
      </div>
    </form>
  );
}
