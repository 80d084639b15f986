import { ChevronRight, FileText, Folder, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../design/Button';
import { useToast } from '../../design/Toasts';
import { askPermission, filesIn } from '../../sync/deviceFiles';
import { localEntries, type LocalFolder } from '../../sync/localEntries';
import { isMarkdownFile } from '../../sync/markdownBytes';
import tree from '../workspace/Tree.module.css';
import { openFolderFile } from './arrivals';
import { useArrivals } from './useArrivals';
import { useFolderFiles } from './useFolderFiles';

/** A folder of the device; looked into when it is opened, since the browser asks the person first. */
export function FolderFiles({ folder }: { folder: LocalFolder }) {
  const { t } = useTranslation();
  const toast = useToast();
  const { show } = useArrivals();
  const [files, setFiles] = useFolderFiles(folder.id);
  const look = async () => {
    if (files !== null) {
      setFiles(null);
      return;
    }
    try {
      if ((await askPermission(folder.handle)) === 'denied') return;
      setFiles(await filesIn(folder.handle, isMarkdownFile));
    } catch {
      toast(t('guest.folderGone', { name: folder.name }));
    }
  };
  return (
    <>
      <div className={tree.row}>
        <button
          type="button"
          className={`${tree.entry ?? ''} ${tree.indent0 ?? ''}`}
          aria-expanded={files !== null}
          onClick={() => void look()}
        >
          <ChevronRight size={14} className={tree.chevron} />
          <Folder size={16} />
          <span className={tree.name}>{folder.name}</span>
        </button>
        <IconButton
          label={t('guest.closeFolder', { name: folder.name })}
          className={tree.more}
          onClick={() => void localEntries.removeFolder(folder.id)}
        >
          <X size={16} />
        </IconButton>
      </div>
      {files?.length === 0 && <p className={`${tree.nothing ?? ''} ${tree.indent1 ?? ''}`}>{t('guest.noFiles')}</p>}
      {files !== null && files.length > 0 && (
        <ul>
          {files.map((file) => (
            <li key={file.path} className={tree.row}>
              <button
                type="button"
                className={`${tree.entry ?? ''} ${tree.indent1 ?? ''}`}
                onClick={() => show(openFolderFile(file))}
              >
                <FileText size={16} />
                <span className={tree.name}>{file.path}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
