import { useTranslation } from 'react-i18next';
import { Button } from '../../design/Button';
import controls from '../../design/controls.module.css';
import { Modal } from '../../design/Modal';
import type { MergedPart } from '../../sync/merged';
import { Piece } from '../history/Piece';
import styles from './MergedReview.module.css';

export function MergedReview({ parts, onClose }: { parts: MergedPart[]; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal open onOpenChange={(open) => !open && onClose()} title={t('merged.title')}>
      <div className={styles.text} tabIndex={0} role="region" aria-label={t('merged.title')}>
        {parts.map((part, index) => (
          <Piece key={index} {...part} />
        ))}
      </div>
      <div className={controls.actions}>
        <Button onClick={onClose}>{t('workspace.close')}</Button>
      </div>
    </Modal>
  );
}
