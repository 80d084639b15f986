import { Dialog } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { useLocation } from 'react-router';
import popup from '../design/popup.module.css';
import styles from './Shell.module.css';

interface RailDrawerProps {
  name: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  children: ReactNode;
}

/** The rail on a narrow screen; going somewhere closes it. */
export function RailDrawer({ name, open, onOpenChange, children }: RailDrawerProps) {
  const { pathname } = useLocation();
  useEffect(() => onOpenChange(false), [pathname, onOpenChange]);
  return (
    <Dialog.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Dialog.Portal>
        <Dialog.Backdrop className={popup.backdrop} />
        <Dialog.Popup className={styles.drawer}>
          <Dialog.Title className="sr-only">{name}</Dialog.Title>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
