import type { TFunction } from 'i18next';
import { RotateCcw, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Grant, Role } from '../../api/types';
import { IconButton } from '../../design/Button';
import { useMe } from '../auth/useSession';
import { EffectNotice } from '../workspace/EffectNotice';
import { PersonRow } from '../workspace/PersonRow';
import { RoleSelect } from '../workspace/RoleSelect';
import { effectOfRemoval, effectOfRole, type Effect } from './effects';
import { useGranting } from './queries';
import styles from './Sharing.module.css';

interface GrantRowProps {
  documentId: string;
  grant: Grant;
  editable: boolean;
}

interface Pending {
  effect: Effect;
  run: () => void;
}

/** A person's role here. What would take something away from them is said first, and done on a second yes. */
export function GrantRow({ documentId, grant, editable }: GrantRowProps) {
  const { t } = useTranslation();
  const me = useMe();
  const { put, remove } = useGranting(documentId);
  const [pending, setPending] = useState<Pending | null>(null);
  const { userId, name, email, role, workspaceRole, own, guest } = grant;

  const ask = (effect: Effect, run: () => void) => {
    if (effect.kind === 'none') run();
    else setPending({ effect, run });
  };
  const choose = (next: Role) => ask(effectOfRole(grant, next), () => put.mutate({ userId, role: next }));
  const takeBack = () => ask(effectOfRemoval(grant), () => remove.mutate(userId));

  return (
    <PersonRow
      id={userId}
      name={name}
      shownAs={userId === me.id ? t('workspace.you', { name }) : name}
      detail={guest ? t('sharing.guest') : own ? (email ?? '') : t('sharing.fromWorkspace', { email })}
      problem={put.error ?? remove.error}
    >
      {editable && workspaceRole !== 'owner' ? (
        <>
          <RoleSelect label={t('workspace.roleOf', { name })} value={role} onChange={choose} />
          {own && (
            <IconButton
              label={t(workspaceRole === null ? 'sharing.remove' : 'sharing.backToWorkspace', { name })}
              onClick={takeBack}
            >
              {workspaceRole === null ? <X size={16} /> : <RotateCcw size={16} />}
            </IconButton>
          )}
        </>
      ) : (
        <span className={styles.muted}>{t(`workspace.role_${role}`)}</span>
      )}
      {pending !== null && (
        <EffectNotice
          text={effectText(pending.effect, name, t)}
          onYes={() => {
            pending.run();
            setPending(null);
          }}
          onNo={() => setPending(null)}
        />
      )}
    </PersonRow>
  );
}

function effectText(effect: Effect, name: string, t: TFunction): string {
  switch (effect.kind) {
    case 'none':
      return '';
    case 'removed':
      return t('sharing.effect_removed', { name });
    case 'lowered':
    case 'inherits':
      return t(`sharing.effect_${effect.kind}`, { name, role: t(`workspace.role_${effect.role}`) });
  }
}
