import { useTranslation } from 'react-i18next';
import { Button } from '../../design/Button';
import controls from '../../design/controls.module.css';
import { Modal } from '../../design/Modal';
import type { NewsSection } from './newsReport';
import styles from './WhatChangedDialog.module.css';

interface WhatChangedDialogProps {
  report: NewsSection[];
  onGo: (line: number) => void;
  onClose: () => void;
}

/** A summary that is read from above: how much, then where. */
export function WhatChangedDialog({ report, onGo, onClose }: WhatChangedDialogProps) {
  const { t } = useTranslation();
  const sum = (of: (section: NewsSection) => number) => report.reduce((total, section) => total + of(section), 0);
  const amount = (added: number, removed: number) =>
    [added > 0 ? t('news.added', { count: added }) : '', removed > 0 ? t('news.removed', { count: removed }) : '']
      .filter((one) => one !== '')
      .join(', ');
  return (
    <Modal open onOpenChange={(open) => !open && onClose()} title={t('news.title')}>
      <p role="status">
        {report.length === 0
          ? t('news.nothing')
          : `${t('news.places', { count: sum(({ places }) => places) })} ${amount(
              sum(({ added }) => added),
              sum(({ removed }) => removed),
            )}`}
      </p>
      {report.length > 0 && (
        <ul className={styles.list} tabIndex={0} aria-label={t('news.title')}>
          {report.map(({ heading, line, added, removed, excerpt }) => (
            <li key={line} className={styles.section}>
              <button
                type="button"
                className={styles.go}
                onClick={() => {
                  onClose();
                  onGo(line);
                }}
              >
                {heading ?? t('news.top')}
              </button>
              <span className={styles.amount}>{amount(added, removed)}</span>
              {excerpt !== '' && <q className={styles.excerpt}>{excerpt}</q>}
            </li>
          ))}
        </ul>
      )}
      <div className={controls.actions}>
        <Button onClick={onClose}>{t('workspace.close')}</Button>
      </div>
    </Modal>
  );
}
