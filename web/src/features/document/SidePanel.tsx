import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../design/Button';
import styles from './SidePanel.module.css';
import { PanelResizer } from './PanelResizer';

interface SidePanelProps {
  title: string;
  /** The page's first links lead here by this name. */
  skip?: 'comments';
  /** Beside the title: what concerns all of what the panel shows. */
  menu?: ReactNode;
  onClose: () => void;
  children: ReactNode;
}

/** What stands beside the text: one thing at a time. Below the text where the screen is narrow. */
export function SidePanel({ title, skip, menu, onClose, children }: SidePanelProps) {
  const { t } = useTranslation();
  return (
    <aside className={styles.panel} aria-label={title} data-region data-skip={skip}>
      <PanelResizer />
      <header className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        {menu}
        <IconButton label={t('panel.close', { panel: title })} onClick={onClose}>
          <X size={16} />
        </IconButton>
      </header>
      <div className={styles.content}>{children}</div>
    </aside>
  );
}
