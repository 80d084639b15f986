import { Menu } from '@base-ui/react/menu';
import { Check, ChevronsUpDown, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Workspace } from '../../api/types';
import { firstLetter } from '../../design/initials';
import { Modal } from '../../design/Modal';
import popup from '../../design/popup.module.css';
import styles from './Rail.module.css';
import { WorkspaceForm } from './WorkspaceForm';

interface WorkspaceMenuProps {
  workspace: Workspace | undefined;
  workspaces: Workspace[];
}

export function WorkspaceMenu({ workspace, workspaces }: WorkspaceMenuProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [creating, setCreating] = useState(false);
  const name = workspace?.name ?? '';
  return (
    <>
      <Menu.Root>
        <Menu.Trigger className={styles.switch} aria-label={t('workspace.switch', { name })}>
          <span className={styles.mark} aria-hidden="true">
            {firstLetter(name)}
          </span>
          <span className={`${styles.name} ${styles.grow}`}>{name}</span>
          <ChevronsUpDown size={16} />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className={popup.positioner} align="start" sideOffset={4}>
            <Menu.Popup className={popup.menu}>
              <Menu.Group>
                <Menu.GroupLabel className={popup.groupLabel}>{t('workspace.yours')}</Menu.GroupLabel>
                {workspaces.map(({ id, name: other }) => (
                  <Menu.Item key={id} className={popup.item} onClick={() => void navigate(`/w/${id}`)}>
                    {other}
                    <span className={popup.itemCheck}>{id === workspace?.id && <Check size={16} />}</span>
                  </Menu.Item>
                ))}
              </Menu.Group>
              <Menu.Separator className={popup.separator} />
              <Menu.Item className={popup.item} onClick={() => setCreating(true)}>
                <Plus size={16} />
                {t('workspace.new')}
              </Menu.Item>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      <Modal open={creating} onOpenChange={setCreating} title={t('workspace.new')} description={t('workspace.newText')}>
        <WorkspaceForm
          onCreated={({ id }) => {
            setCreating(false);
            void navigate(`/w/${id}`);
          }}
        />
      </Modal>
    </>
  );
}
