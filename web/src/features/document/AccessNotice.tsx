import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/Button';
import type { AccessChange, LiveDocument } from '../../sync/liveDocument';
import styles from './AccessNotice.module.css';

/** Says that somebody has changed what the person may do here, until they have read it. */
export function AccessNotice({ live }: { live: LiveDocument }) {
  const { t } = useTranslation();
  const [change, setChange] = useState<AccessChange | null>(null);
  useEffect(() => {
    const stop = live.onAccess(setChange);
    return () => void stop();
  }, [live]);
  return (
    // Always there: only what changes inside a region is read out.
    <div role="status" className={change === null ? 'sr-only' : styles.notice}>
      {change !== null && (
        <>
          <span className={styles.text}>{t(`access.now_${change.to}`)}</span>
          <Button onClick={() => setChange(null)}>{t('guest.understood')}</Button>
        </>
      )}
    </div>
  );
}
