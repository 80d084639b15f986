import { useTranslation } from 'react-i18next';
import { Button } from '../design/Button';
import { Main } from './surroundings';
import styles from './Message.module.css';
import { Message } from './Message';

export interface FaultProps {
  fault: 'not-loaded' | 'crashed';
  again: () => void;
}

/** In the place of a part of the page: it isn't there, and why, and the ways on. */
export function PartFault({ fault, again }: FaultProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.part} role="alert">
      <p className={styles.text}>{t(`app.part.${fault}`)}</p>
      <div className={styles.actions}>
        <Ways again={again} />
      </div>
    </div>
  );
}

/** The same for what fills the window. */
export function PageFault({ fault, again }: FaultProps) {
  const { t } = useTranslation();
  return (
    <Main>
      <Message title={t('app.crashed.title')} text={t(`app.part.${fault}`)}>
        <Ways again={again} />
      </Message>
    </Main>
  );
}

function Ways({ again }: { again: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Button look="primary" onClick={again}>
        {t('app.again')}
      </Button>
      <Button onClick={() => location.reload()}>{t('app.crashed.reload')}</Button>
    </>
  );
}
