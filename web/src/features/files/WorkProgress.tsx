import { useTranslation } from 'react-i18next';
import styles from './Files.module.css';
import type { WorkState } from './work';

interface WorkProgressProps {
  state: Extract<WorkState, { kind: 'sending' | 'working' }>;
  /** What goes on, in words. */
  doing: string;
}

/** How far work is that the server does in its own time. */
export function WorkProgress({ state, doing }: WorkProgressProps) {
  const { t } = useTranslation();
  const total = state.kind === 'working' ? state.job.total : 0;
  const done = state.kind === 'working' ? state.job.done : 0;
  return (
    <div className={styles.work}>
      <p className={styles.going}>
        <span role="status">{doing}</span>
        {total > 0 && <span className={styles.steps}>{t('import.steps', { done, total })}</span>}
      </p>
      <progress className={styles.bar} aria-label={doing} {...(total > 0 && { value: done, max: total })} />
    </div>
  );
}
