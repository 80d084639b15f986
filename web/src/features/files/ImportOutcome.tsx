import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../app/useProblemText';
import { Button } from '../../design/Button';
import controls from '../../design/controls.module.css';
import { Notice } from '../../design/Notice';
import styles from './Files.module.css';
import type { Following } from './useWork';
import { WorkProgress } from './WorkProgress';
import type { ChosenFile } from './zip';

interface ImportOutcomeProps {
  following: Following<ChosenFile[]>;
  onSeen: () => void;
  /** The person has read why it failed. */
  onFailureSeen: () => void;
}

/** An import from its first byte to what came of it; nothing while there is none. */
export function ImportOutcome({ following: { state }, onSeen, onFailureSeen }: ImportOutcomeProps) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  switch (state.kind) {
    case 'idle':
      return null;
    case 'sending':
      return <WorkProgress state={state} doing={t('import.sending')} />;
    case 'working':
      return <WorkProgress state={state} doing={t('import.working')} />;
    case 'failed':
      return (
        <Notice tone="danger">
          <div className={styles.work}>
            <p>
              {textOf(state.error)} {t('import.nothingKept')}
            </p>
            {state.job !== null && (
              <div className={controls.actions}>
                <Button onClick={onFailureSeen}>{t('import.putAway')}</Button>
              </div>
            )}
          </div>
        </Notice>
      );
    case 'done': {
      const { documents = 0, attachments = 0, warnings = [] } = state.job.import ?? {};
      return (
        <Notice tone={warnings.length > 0 ? 'warning' : 'plain'}>
          <div className={styles.work}>
            <p>
              {t('import.documents', { count: documents })}
              {attachments > 0 && ` ${t('import.attachments', { count: attachments })}`}
            </p>
            {warnings.length > 0 && (
              <details className={styles.warnings}>
                <summary>{t('import.leftOut', { count: warnings.length })}</summary>
                <ul>
                  {warnings.map((warning) => (
                    <li key={warning}>{warning}</li>
                  ))}
                </ul>
              </details>
            )}
            <div className={controls.actions}>
              <Button look="primary" onClick={onSeen}>
                {t('import.seen')}
              </Button>
            </div>
          </div>
        </Notice>
      );
    }
  }
}
