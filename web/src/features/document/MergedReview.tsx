import { useTranslation } from 'react-i18next';
import { Button } from '../../design/Button';
import controls from '../../design/controls.module.css';
import { Modal } from '../../design/Modal';
import type { MergedPart } from '../../sync/merged';
import { Piece } from '../history/Piece';
import styles from './MergedReview.module.css';

interface MergedReviewProps {
  /** What came in each time that the page was back. */
  returns: MergedPart[][];
  onClose: () => void;
}

export function MergedReview({ returns, onClose }: MergedReviewProps) {
  const { t } = useTranslation();
  return (
    <Modal open onOpenChange={(open) => !open && onClose()} title={t('merged.title')}>
      <div className={styles.text} tabIndex={0} role="region" aria-label={t('merged.title')}>
        {returns.map((parts, at) => (
          <div key={at} className={styles.returned}>
            {parts.map((part, index) => (
              <Piece key={index} {...part} />
            ))}
          </div>
        ))}
      </div>
      <div className={controls.actions}>
        <Button onClick={onClose}>{t('workspace.close')}</Button>
      </div>
    </Modal>
  );
}
