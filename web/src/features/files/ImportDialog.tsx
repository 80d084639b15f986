import { useTranslation } from 'react-i18next';
import { Modal } from '../../design/Modal';
import { FileChoice } from './FileChoice';
import { ImportOutcome } from './ImportOutcome';
import { useImport } from './useWork';

interface ImportDialogProps {
  workspaceId: string;
  open: boolean;
  onClose: () => void;
}

/** Brings what lies elsewhere into the workspace. It goes on when the dialog is closed, and is found here again. */
export function ImportDialog({ workspaceId, open, onClose }: ImportDialogProps) {
  const { t } = useTranslation();
  const following = useImport(workspaceId);
  const { isRunning, start, forget } = following;
  return (
    <Modal
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={t('import.title')}
      description={t(isRunning ? 'import.goesOn' : 'import.text')}
    >
      <ImportOutcome
        following={following}
        onSeen={() => {
          forget();
          onClose();
        }}
        onFailureSeen={forget}
      />
      {!isRunning && following.state.kind !== 'done' && (
        <FileChoice onFiles={start}>
          <p>{t('import.dropHere')}</p>
        </FileChoice>
      )}
    </Modal>
  );
}
