import { useTranslation } from 'react-i18next';
import { Button } from '../../design/Button';
import controls from '../../design/controls.module.css';
import { Notice } from '../../design/Notice';
import styles from './Guest.module.css';
import type { OpenFile } from './useLocalFile';

/** What keeps the file from being the same as the document, and what the person can do about it. */
export function FileNotice({ open: { file, state } }: { open: OpenFile }) {
  const { t } = useTranslation();
  const { name } = file;
  switch (state.kind) {
    case 'waiting':
    case 'written':
      return null;
    case 'locked':
      return (
        <div className={styles.notice}>
          <Notice tone="warning">
            <div className={styles.asks}>
              <p>{t('guest.fileLocked', { name })}</p>
              <div className={controls.actions}>
                <Button onClick={() => void file.unlock()}>{t('guest.unlock', { name })}</Button>
              </div>
            </div>
          </Notice>
        </div>
      );
    case 'conflict':
      return (
        <div className={styles.notice}>
          <Notice tone="danger">
            <div className={styles.asks}>
              <p>{t('guest.fileConflict', { name })}</p>
              <div className={controls.actions}>
                <Button onClick={() => file.takeTheirs()}>{t('guest.takeTheirs')}</Button>
                <Button onClick={() => file.keepMine()}>{t('guest.keepMine')}</Button>
              </div>
            </div>
          </Notice>
        </div>
      );
    case 'failed':
      return (
        <div className={styles.notice}>
          <Notice tone="danger">{t(`guest.file_${state.reason}`, { name })}</Notice>
        </div>
      );
  }
}
