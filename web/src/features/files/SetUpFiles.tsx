import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../design/Button';
import { nameOf } from './chosenFiles';
import { FileChoice } from './FileChoice';
import styles from './Files.module.css';
import type { ChosenFile } from './zip';

interface SetUpFilesProps {
  files: ChosenFile[];
  onFiles: (files: ChosenFile[]) => void;
}

/** What the first workspace begins with; it is brought in once there is one. */
export function SetUpFiles({ files, onFiles }: SetUpFilesProps) {
  const { t } = useTranslation();
  const name = nameOf(files);
  return (
    <FileChoice onFiles={onFiles}>
      {files.length === 0 ? (
        <p>{t('import.atSetUp')}</p>
      ) : (
        <p className={styles.chosen}>
          {name !== null && `${name} · `}
          {t('import.chosen', { count: files.length })}
          <IconButton label={t('import.without')} onClick={() => onFiles([])}>
            <X size={16} />
          </IconButton>
        </p>
      )}
    </FileChoice>
  );
}
