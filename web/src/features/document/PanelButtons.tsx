import { History, ListTree, MessageSquare, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../design/Button';
import styles from './PanelButtons.module.css';
import type { PanelName } from './usePanel';

const PANELS: { name: PanelName; Icon: LucideIcon }[] = [
  { name: 'outline', Icon: ListTree },
  { name: 'comments', Icon: MessageSquare },
  { name: 'history', Icon: History },
];

interface PanelButtonsProps {
  panel: PanelName | null;
  onPanel: (panel: PanelName) => void;
  /** Threads that are open. */
  comments: number;
}

export function PanelButtons({ panel, onPanel, comments }: PanelButtonsProps) {
  const { t } = useTranslation();
  return PANELS.map(({ name, Icon }) => {
    const count = name === 'comments' ? comments : 0;
    const label = count > 0 ? t('comments.open', { count }) : t(`document.${name}`);
    return (
      <IconButton key={name} label={label} aria-pressed={panel === name} onClick={() => onPanel(name)}>
        <span className={styles.face}>
          <Icon size={18} />
          {count > 0 && <span className={styles.count}>{count}</span>}
        </span>
      </IconButton>
    );
  });
}
