import { useTranslation } from 'react-i18next';
import { Button } from '../../design/Button';
import controls from '../../design/controls.module.css';
import { Modal } from '../../design/Modal';
import { Notice } from '../../design/Notice';
import { useSubmission } from '../auth/useSubmission';

interface ConfirmDialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  /** What will happen, in numbers where there are some. */
  text: string;
  action: string;
  onConfirm: () => Promise<unknown>;
}

/** For what can't be taken back. */
export function ConfirmDialog({ open, onClose, title, text, action, onConfirm }: ConfirmDialogProps) {
  const { t } = useTranslation();
  const { busy, problem, submit } = useSubmission([]);
  return (
    <Modal open={open} onOpenChange={(next) => !next && onClose()} title={title} description={text}>
      {problem !== null && <Notice tone="danger">{problem}</Notice>}
      <div className={controls.actions}>
        <Button
          look="danger"
          disabled={busy}
          onClick={() =>
            submit(async () => {
              await onConfirm();
              onClose();
            })
          }
        >
          {action}
        </Button>
        <Button onClick={onClose}>{t('comments.cancel')}</Button>
      </div>
    </Modal>
  );
}
