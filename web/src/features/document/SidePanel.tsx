import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../design/Button';
import styles from './SidePanel.module.css';
import { PanelResizer } from './PanelResizer';

interface SidePanelProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** What stands beside the text: one thing at a time. Below the text where the screen is narrow. */
export function SidePanel({ title, onClose, children }: SidePanelProps) {
  const { t } = useTranslation();
  return (
    <aside className={styles.panel} aria-label={title} data-region>
      <PanelResizer />
      <header className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        <IconButton label={t('panel.close', { panel: title })} onClick={onClose}>
          <X size={16} />
        </IconButton>
      </header>
      <div className={styles.content}>{children}</div>
    </aside>
  );
}
