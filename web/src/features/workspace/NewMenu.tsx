import { Menu } from '@base-ui/react/menu';
import { useQuery } from '@tanstack/react-query';
import { FileLock, FilePlus, FolderPlus, LayoutTemplate, Plus, Upload } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../design/Button';
import popup from '../../design/popup.module.css';
import { ImportDialog } from '../files/ImportDialog';
import { NameDialog } from './NameDialog';
import { templatesQuery } from './queries';
import { useArranging } from './treeQueries';
import { useNewDocument } from './useNewDocument';

/** A document, a document from a template, a folder, what lies elsewhere. */
export function NewMenu({ workspaceId }: { workspaceId: string }) {
  const { t } = useTranslation();
  const newDocument = useNewDocument(workspaceId);
  const { createFolder } = useArranging(workspaceId);
  const [open, setOpen] = useState(false);
  const [naming, setNaming] = useState(false);
  const [importing, setImporting] = useState(false);
  const { data: templates = [] } = useQuery({ ...templatesQuery(workspaceId), enabled: open });
  if (newDocument === null) return null;
  return (
    <>
      <Menu.Root open={open} onOpenChange={(next) => setOpen(next)}>
        <Menu.Trigger render={<IconButton label={t('tree.new')} />}>
          <Plus size={16} />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className={popup.positioner} align="end" sideOffset={4}>
            <Menu.Popup className={popup.menu}>
              <Menu.Item className={popup.item} onClick={() => newDocument()}>
                <FilePlus size={16} />
                {t('workspace.newDocument')}
              </Menu.Item>
              <Menu.Item className={popup.item} onClick={() => newDocument({ isRestricted: true })}>
                <FileLock size={16} />
                {t('workspace.newRestricted')}
              </Menu.Item>
              <Menu.Item className={popup.item} onClick={() => setNaming(true)}>
                <FolderPlus size={16} />
                {t('tree.newFolder')}
              </Menu.Item>
              <Menu.Item className={popup.item} onClick={() => setImporting(true)}>
                <Upload size={16} />
                {t('import.open')}
              </Menu.Item>
              {templates.length > 0 && (
                <Menu.Group>
                  <Menu.GroupLabel className={popup.groupLabel}>{t('tree.fromTemplate')}</Menu.GroupLabel>
                  {templates.map(({ id, title }) => (
                    <Menu.Item key={id} className={popup.item} onClick={() => newDocument({ templateId: id })}>
                      <LayoutTemplate size={16} />
                      {title || t('workspace.untitled')}
                    </Menu.Item>
                  ))}
                </Menu.Group>
              )}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      <NameDialog
        open={naming}
        onClose={() => setNaming(false)}
        title={t('tree.newFolder')}
        label={t('tree.folderName')}
        action={t('tree.create')}
        onName={(name) => createFolder.mutateAsync({ name, parentId: null })}
      />
      <ImportDialog workspaceId={workspaceId} open={importing} onClose={() => setImporting(false)} />
    </>
  );
}
