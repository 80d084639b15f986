import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../app/useProblemText';
import type { DocumentInfo } from '../../api/types';
import controls from '../../design/controls.module.css';
import { useToast } from '../../design/Toasts';
import { EffectNotice } from '../workspace/EffectNotice';
import { effectOfRestriction, useRestriction } from './queries';
import styles from './Sharing.module.css';

interface Pending {
  isRestricted: boolean;
  /** How many people it touches. */
  count: number;
}

/** Whether the workspace's members may open the document at all. What a change does to them is said before it is made. */
export function GeneralAccess({ info, editable }: { info: DocumentInfo; editable: boolean }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const toast = useToast();
  const { mutate, error } = useRestriction(info.id);
  const [pending, setPending] = useState<Pending | null>(null);
  const shown = pending?.isRestricted ?? info.isRestricted;
  const choose = (isRestricted: boolean) => {
    if (isRestricted === info.isRestricted) setPending(null);
    else
      void effectOfRestriction(info.id, isRestricted).then(
        ({ lose, gain, lowered, raised }) =>
          setPending({ isRestricted, count: isRestricted ? lose + lowered : gain + raised }),
        (problem: unknown) => toast(textOf(problem)),
      );
  };
  return (
    <section className={styles.public} aria-labelledby="general-access">
      <h3 id="general-access" className={styles.heading}>
        {t('sharing.general')}
      </h3>
      {editable && (
        <select
          className={controls.select}
          aria-labelledby="general-access"
          value={String(shown)}
          onChange={({ target }) => choose(target.value === 'true')}
        >
          <option value="false">{t('sharing.toWorkspace')}</option>
          <option value="true">{t('sharing.restricted')}</option>
        </select>
      )}
      <p className={styles.muted}>{t(shown ? 'sharing.restrictedHint' : 'sharing.toWorkspaceHint')}</p>
      {pending !== null && (
        <EffectNotice
          text={t(pending.isRestricted ? 'sharing.effect_less' : 'sharing.effect_open', { count: pending.count })}
          onYes={() => {
            mutate(pending.isRestricted);
            setPending(null);
          }}
          onNo={() => setPending(null)}
        />
      )}
      {error !== null && (
        <p className={styles.problem} role="alert">
          {textOf(error)}
        </p>
      )}
    </section>
  );
}
