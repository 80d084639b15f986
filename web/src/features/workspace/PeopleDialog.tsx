import { useTranslation } from 'react-i18next';
import type { Workspace } from '../../api/types';
import { Modal } from '../../design/Modal';
import { Members } from './Members';

interface PeopleDialogProps {
  workspace: Workspace;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function PeopleDialog({ workspace, open, onOpenChange }: PeopleDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      open={open}
      onOpenChange={onOpenChange}
      title={t('workspace.peopleTitle', { workspace: workspace.name })}
      description={t('workspace.peopleText')}
    >
      <Members workspace={workspace} />
    </Modal>
  );
}
