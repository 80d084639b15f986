import { Suspense, useEffect, useEffectEvent, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyDialog } from '../../app/lazyDialog';
import { useToast } from '../../design/Toasts';
import type { LiveDocument } from '../../sync/liveDocument';
import type { MergedPart } from '../../sync/merged';

const MergedReview = lazyDialog(
  async () => (await import('./MergedReview')).MergedReview,
  ({ onClose }) => onClose(),
);

export interface MergedNews {
  /** Shows what came in while the page was away; null where nothing waits to be looked at. */
  review: (() => void) | null;
  /** While it is shown. */
  dialog: ReactNode;
}

/** Says that the page is back, and keeps what came in while it was away until somebody has looked at it. */
export function useMerged(live: LiveDocument): MergedNews {
  const { t } = useTranslation();
  const toast = useToast();
  const [waiting, setWaiting] = useState<MergedPart[][]>([]);
  const [shown, setShown] = useState(false);
  const review = () => setShown(true);
  const told = useEffectEvent(({ changes, parts }: { changes: number; parts: MergedPart[] }) => {
    const text = t('merged.text', { count: changes });
    if (parts.length === 0) toast(text);
    else {
      setWaiting((before) => [...before, parts]);
      toast(text, { label: t('merged.review'), run: review });
    }
  });
  useEffect(() => {
    const stop = live.onMerged((merged) => told(merged));
    return () => void stop();
  }, [live]);
  const close = () => {
    setShown(false);
    setWaiting([]);
  };
  return {
    review: waiting.length > 0 ? review : null,
    dialog: shown && waiting.length > 0 && (
      <Suspense fallback={null}>
        <MergedReview returns={waiting} onClose={close} />
      </Suspense>
    ),
  };
}
