import { useState, type DragEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isMarkdownFile } from '../../sync/markdownBytes';
import styles from './Guest.module.css';
import { useArrivals } from './useArrivals';

/** Markdown files that are dropped anywhere become documents; whatever else is dropped is the editor's. */
export function DropZone({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const { take } = useArrivals();
  const [over, setOver] = useState(false);
  const carriesFiles = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes('Files');
  return (
    <div
      className={styles.zone}
      onDragOver={(event) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node) || !currentTarget.contains(relatedTarget)) setOver(false);
      }}
      onDropCapture={(event) => {
        setOver(false);
        const files = [...event.dataTransfer.files].filter(({ name }) => isMarkdownFile(name));
        if (files.length === 0) return;
        event.preventDefault();
        event.stopPropagation();
        take(files);
      }}
    >
      {children}
      {over && <p className={styles.drop}>{t('guest.dropHere')}</p>}
    </div>
  );
}
