import { useTranslation } from 'react-i18next';
import { useCopy } from '../../app/useCopy';
import { Button } from '../../design/Button';
import { Notice } from '../../design/Notice';
import styles from './DocumentBody.module.css';
import { download } from './download';

interface RescueProps {
  message: string;
  title: string;
  text: () => string;
  /** Left out where the danger hasn't passed yet. */
  onDiscard?: () => void;
}

/** Text that the server doesn't have: the person can take it along. */
export function Rescue({ message, title, text, onDiscard }: RescueProps) {
  const { t } = useTranslation();
  const copy = useCopy();
  return (
    <div className={styles.rescue}>
      <Notice tone="danger">
        {message}
        <div className={styles.rescueActions}>
          <Button onClick={() => copy(text(), t('document.leftover.copied'))}>{t('document.leftover.copy')}</Button>
          <Button onClick={() => download(`${title || t('workspace.untitled')}.md`, text())}>
            {t('document.leftover.download')}
          </Button>
          {onDiscard !== undefined && <Button onClick={onDiscard}>{t('document.leftover.discard')}</Button>}
        </div>
      </Notice>
    </div>
  );
}
