import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button } from '../design/Button';
import styles from './Message.module.css';

interface MessageProps {
  title: string;
  text: string;
  /** What to do next. */
  children: ReactNode;
}

/** A page with nothing on it but what has happened and the way on. */
export function Message({ title, text, children }: MessageProps) {
  return (
    <div className={styles.message}>
      <h1 className={styles.title}>{title}</h1>
      <p className={styles.text}>{text}</p>
      <div className={styles.actions}>{children}</div>
    </div>
  );
}

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Message title={t('app.notFound.title')} text={t('app.notFound.text')}>
      <Link to="/">{t('app.notFound.home')}</Link>
    </Message>
  );
}

export function Crashed() {
  const { t } = useTranslation();
  return (
    <main>
      <Message title={t('app.crashed.title')} text={t('app.crashed.text')}>
        <Button look="primary" onClick={() => location.reload()}>
          {t('app.crashed.reload')}
        </Button>
      </Message>
    </main>
  );
}
