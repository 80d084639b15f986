import { Suspense, useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyDialog } from '../../app/lazyDialog';
import { useToast } from '../../design/Toasts';
import type { LiveDocument } from '../../sync/liveDocument';
import type { Merged } from '../../sync/merged';

const MergedReview = lazyDialog(
  async () => (await import('./MergedReview')).MergedReview,
  ({ onClose }) => onClose(),
);

/** Says that the page is back, and shows what came in while it was away. */
export function MergedNotice({ live }: { live: LiveDocument }) {
  const { t } = useTranslation();
  const toast = useToast();
  const [reviewed, setReviewed] = useState<Merged | null>(null);
  const told = useEffectEvent((merged: Merged) =>
    toast(
      t('merged.text', { count: merged.changes }),
      merged.parts.length === 0 ? undefined : { label: t('merged.review'), run: () => setReviewed(merged) },
    ),
  );
  useEffect(() => {
    const stop = live.onMerged((merged) => told(merged));
    return () => void stop();
  }, [live]);
  return (
    reviewed !== null && (
      <Suspense fallback={null}>
        <MergedReview parts={reviewed.parts} onClose={() => setReviewed(null)} />
      </Suspense>
    )
  );
}
