import type { ReactNode } from 'react';
import styles from './controls.module.css';

interface NoticeProps {
  tone: 'plain' | 'warning' | 'danger';
  children: ReactNode;
}

/** Something the person should know now; danger interrupts a screen reader, the others wait. */
export function Notice({ tone, children }: NoticeProps) {
  return (
    <div className={styles.notice} data-tone={tone} role={tone === 'danger' ? 'alert' : 'status'}>
      {children}
    </div>
  );
}
