import { Menu } from '@base-ui/react/menu';
import { Ellipsis, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../design/Button';
import popup from '../../design/popup.module.css';

export interface EntryAction {
  icon: LucideIcon;
  label: string;
  run: () => void;
}

/** What can be done to an entry of a list. */
export interface EntryActions {
  actions: EntryAction[];
  /** Takes the entry out of the list; stands apart. */
  removal: EntryAction;
}

interface EntryMenuProps extends EntryActions {
  /** What the entry is called. */
  name: string;
  className?: string | undefined;
}

export function EntryMenu({ name, className, ...offered }: EntryMenuProps) {
  const { t } = useTranslation();
  return (
    <Menu.Root>
      <Menu.Trigger render={<IconButton label={t('tree.menuOf', { name })} className={className} />}>
        <Ellipsis size={16} />
      </Menu.Trigger>
      <EntryPopup>
        <EntryItems {...offered} />
      </EntryPopup>
    </Menu.Root>
  );
}

/** Where one menu serves several entries it stays the same for all: one that is exchanged as it opens closes again. */
export function EntryPopup({ children }: { children: ReactNode }) {
  return (
    <Menu.Portal>
      <Menu.Positioner className={popup.positioner} align="end" sideOffset={4}>
        <Menu.Popup className={popup.menu}>{children}</Menu.Popup>
      </Menu.Positioner>
    </Menu.Portal>
  );
}

export function EntryItems({ actions, removal }: EntryActions) {
  return (
    <>
      {actions.map((action) => (
        <Item key={action.label} {...action} />
      ))}
      <Menu.Separator className={popup.separator} />
      <Item {...removal} />
    </>
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
