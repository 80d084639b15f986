import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './AuthCard.module.css';

interface AuthCardProps {
  title: string;
  text?: string;
  children: ReactNode;
  footer?: ReactNode;
}

/** One quiet column, for everything that comes before the documents. */
export function AuthCard({ title, text, children, footer }: AuthCardProps) {
  const { t } = useTranslation();
  return (
    <main className={styles.page}>
      <div className={styles.column}>
        <p className={styles.brand}>
          <img src="/favicon.svg" alt="" width="28" height="28" />
          {t('app.name')}
        </p>
        <div className={styles.card}>
          <h1 className={styles.title}>{title}</h1>
          {text !== undefined && <p className={styles.text}>{text}</p>}
          {children}
        </div>
        {footer !== undefined && <p className={styles.footer}>{footer}</p>}
      </div>
    </main>
  );
}
