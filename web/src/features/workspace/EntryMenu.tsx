import { Menu } from '@base-ui/react/menu';
import { Ellipsis, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../design/Button';
import popup from '../../design/popup.module.css';

export interface EntryAction {
  icon: LucideIcon;
  label: string;
  run: () => void;
}

interface EntryMenuProps {
  /** What the entry is called. */
  name: string;
  actions: EntryAction[];
  /** Takes the entry out of the list; stands apart. */
  removal: EntryAction;
  className?: string | undefined;
}

/** What can be done to an entry of a list. */
export function EntryMenu({ name, actions, removal, className }: EntryMenuProps) {
  const { t } = useTranslation();
  return (
    <Menu.Root>
      <Menu.Trigger render={<IconButton label={t('tree.menuOf', { name })} className={className} />}>
        <Ellipsis size={16} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={popup.positioner} align="end" sideOffset={4}>
          <Menu.Popup className={popup.menu}>
            {actions.map((action) => (
              <Item key={action.label} {...action} />
            ))}
            <Menu.Separator className={popup.separator} />
            <Item {...removal} />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function Item({ icon: Icon, label, run }: EntryAction) {
  return (
    <Menu.Item className={popup.item} onClick={run}>
      <Icon size={16} />
      {label}
    </Menu.Item>
  );
}
