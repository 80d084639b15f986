import { FileUp, FolderUp, Upload } from 'lucide-react';
import { useState, type DragEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import controls from '../../design/controls.module.css';
import { FileButton } from '../../design/FileButton';
import { ACCEPTED, chosenFiles, droppedFiles } from './chosenFiles';
import styles from './Files.module.css';
import type { ChosenFile } from './zip';

/** React has no name for it, and Preact sets the property. */
const FOLDER = { webkitdirectory: true };
const picksFolders = () => 'webkitdirectory' in HTMLInputElement.prototype;

interface FileChoiceProps {
  onFiles: (files: ChosenFile[]) => void;
  /** What stands in the box above the buttons. */
  children: ReactNode;
}

/** Texts, a folder or an archive: dropped here, or picked by a button. */
export function FileChoice({ onFiles, children }: FileChoiceProps) {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  const [unreadable, setUnreadable] = useState(false);
  const carriesFiles = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes('Files');
  const take = (files: ChosenFile[]) => {
    setUnreadable(false);
    if (files.length > 0) onFiles(files);
  };
  return (
    <div
      className={styles.choice}
      data-over={over}
      onDragOver={(event) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node) || !currentTarget.contains(relatedTarget)) setOver(false);
      }}
      onDrop={(event) => {
        setOver(false);
        if (!carriesFiles(event)) return;
        event.preventDefault();
        void droppedFiles(event.dataTransfer.items).then(take, () => setUnreadable(true));
      }}
    >
      <Upload size={24} strokeWidth={1.5} aria-hidden="true" />
      <div className={styles.asked}>
        {children}
        {unreadable && <p role="alert">{t('import.unreadable')}</p>}
      </div>
      <div className={controls.actions}>
        <FileButton multiple accept={ACCEPTED} onFiles={(files) => take(chosenFiles(files))}>
          <FileUp size={16} />
          {t('import.files')}
        </FileButton>
        {picksFolders() && (
          <FileButton {...FOLDER} onFiles={(files) => take(chosenFiles(files))}>
            <FolderUp size={16} />
            {t('import.folder')}
          </FileButton>
        )}
      </div>
    </div>
  );
}
