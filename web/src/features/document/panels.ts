import { Bot, FilePenLine, History, ListTree, MessageSquare, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PanelName } from './usePanel';

/** The files have their place in the document's menu. */
const PANELS: { name: PanelName; Icon: LucideIcon }[] = [
  { name: 'outline', Icon: ListTree },
  { name: 'comments', Icon: MessageSquare },
  { name: 'suggestions', Icon: FilePenLine },
  { name: 'history', Icon: History },
  { name: 'assistant', Icon: Bot },
];

export interface PanelsOffered {
  panel: PanelName | null;
  /** Those that there is nothing for here. */
  without: PanelName[];
  onPanel: (panel: PanelName) => void;
  /** How many are open. */
  counts: { comments: number; suggestions: number };
}

export interface OfferedPanel {
  name: PanelName;
  Icon: LucideIcon;
  label: string;
  count: number;
}

export function usePanelsOffered({ without, counts }: PanelsOffered): OfferedPanel[] {
  const { t } = useTranslation();
  return PANELS.filter(({ name }) => !without.includes(name)).map(({ name, Icon }) => {
    const counted = name === 'comments' || name === 'suggestions' ? name : null;
    const count = counted === null ? 0 : counts[counted];
    const label = counted !== null && count > 0 ? t(`${counted}.open`, { count }) : t(`document.${name}`);
    return { name, Icon, label, count };
  });
}
