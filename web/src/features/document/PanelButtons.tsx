import { Bot, FilePenLine, History, ListTree, MessageSquare, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../design/Button';
import styles from './PanelButtons.module.css';
import type { PanelName } from './usePanel';

/** The files have their place in the document's menu. */
const PANELS: { name: PanelName; Icon: LucideIcon }[] = [
  { name: 'outline', Icon: ListTree },
  { name: 'comments', Icon: MessageSquare },
  { name: 'suggestions', Icon: FilePenLine },
  { name: 'history', Icon: History },
  { name: 'assistant', Icon: Bot },
];

interface PanelButtonsProps {
  panel: PanelName | null;
  /** Those that there is nothing for here. */
  without: PanelName[];
  onPanel: (panel: PanelName) => void;
  /** How many are open. */
  counts: { comments: number; suggestions: number };
}

export function PanelButtons({ panel, without, onPanel, counts }: PanelButtonsProps) {
  const { t } = useTranslation();
  return PANELS.filter(({ name }) => !without.includes(name)).map(({ name, Icon }) => {
    const counted = name === 'comments' || name === 'suggestions' ? name : null;
    const count = counted === null ? 0 : counts[counted];
    const label = counted !== null && count > 0 ? t(`${counted}.open`, { count }) : t(`document.${name}`);
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
