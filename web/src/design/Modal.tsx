import { Dialog } from '@base-ui/react/dialog';
import { useRef, type ReactNode } from 'react';
import { useKeptFocus } from '../app/useKeptFocus';
import styles from './popup.module.css';

interface ModalProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: string;
  children: ReactNode;
}

export function Modal({ open, onOpenChange, title, description, children }: ModalProps) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.dialog}>
          <Dialog.Title className={styles.heading}>{title}</Dialog.Title>
          {description !== undefined && <Dialog.Description className={styles.text}>{description}</Dialog.Description>}
          <KeptFocus>{children}</KeptFocus>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function KeptFocus({ children }: { children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  useKeptFocus(place);
  return (
    <div ref={place} className={styles.contents}>
      {children}
    </div>
  );
}
