import type { TFunction } from 'i18next';
import { RotateCcw, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../app/useProblemText';
import type { Grant, Role } from '../../api/types';
import { Avatar } from '../../design/Avatar';
import { Button, IconButton } from '../../design/Button';
import controls from '../../design/controls.module.css';
import { Notice } from '../../design/Notice';
import { useMe } from '../auth/useSession';
import { ROLES } from '../workspace/roles';
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
  const textOf = useProblemText();
  const me = useMe();
  const { put, remove } = useGranting(documentId);
  const [pending, setPending] = useState<Pending | null>(null);
  const { userId, name, email, role, workspaceRole, own, guest } = grant;
  const problem = put.error ?? remove.error;

  const ask = (effect: Effect, run: () => void) => {
    if (effect.kind === 'none') run();
    else setPending({ effect, run });
  };
  const choose = (next: Role) => ask(effectOfRole(grant, next), () => put.mutate({ userId, role: next }));
  const takeBack = () => ask(effectOfRemoval(grant), () => remove.mutate(userId));

  return (
    <li className={styles.grant}>
      <Avatar id={userId} name={name} />
      <div className={styles.who}>
        <p className={styles.name}>{userId === me.id ? t('workspace.you', { name }) : name}</p>
        <p className={styles.muted}>
          {guest ? t('sharing.guest') : own ? email : t('sharing.fromWorkspace', { email })}
        </p>
      </div>
      {editable && workspaceRole !== 'owner' ? (
        <>
          <select
            className={controls.select}
            aria-label={t('workspace.roleOf', { name })}
            value={role}
            onChange={(event) => choose(event.target.value as Role)}
          >
            {ROLES.map((other) => (
              <option key={other} value={other}>
                {t(`workspace.role_${other}`)}
              </option>
            ))}
          </select>
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
        <div className={styles.effect}>
          <Notice tone="warning">
            <p>{effectText(pending.effect, name, t)}</p>
            <div className={styles.effectActions}>
              <Button
                look="danger"
                onClick={() => {
                  pending.run();
                  setPending(null);
                }}
              >
                {t('sharing.doIt')}
              </Button>
              <Button onClick={() => setPending(null)}>{t('comments.cancel')}</Button>
            </div>
          </Notice>
        </div>
      )}
      {problem !== null && (
        <p className={styles.problem} role="alert">
          {textOf(problem)}
        </p>
      )}
    </li>
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
