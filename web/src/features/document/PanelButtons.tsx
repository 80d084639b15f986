import { ListTree, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../design/Button';
import type { PanelName } from './usePanel';

const PANELS: { name: PanelName; Icon: LucideIcon }[] = [{ name: 'outline', Icon: ListTree }];

interface PanelButtonsProps {
  panel: PanelName | null;
  onPanel: (panel: PanelName) => void;
}

export function PanelButtons({ panel, onPanel }: PanelButtonsProps) {
  const { t } = useTranslation();
  return PANELS.map(({ name, Icon }) => (
    <IconButton key={name} label={t('document.outline')} aria-pressed={panel === name} onClick={() => onPanel(name)}>
      <Icon size={18} />
    </IconButton>
  ));
}
