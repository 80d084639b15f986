import { useTranslation } from 'react-i18next';
import { Button } from '../../design/Button';
import controls from '../../design/controls.module.css';
import { Notice } from '../../design/Notice';
import styles from './People.module.css';

interface EffectNoticeProps {
  /** What will happen to people, in numbers where there are some. */
  text: string;
  action?: string;
  onYes: () => void;
  onNo: () => void;
}

/** Says what would take something away from people before it does, and asks for a second yes. */
export function EffectNotice({ text, action, onYes, onNo }: EffectNoticeProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.effect}>
      <Notice tone="warning">
        <p>{text}</p>
        <div className={`${controls.actions ?? ''} ${styles.yesOrNo ?? ''}`}>
          <Button look="danger" onClick={onYes}>
            {action ?? t('sharing.doIt')}
          </Button>
          <Button onClick={onNo}>{t('comments.cancel')}</Button>
        </div>
      </Notice>
    </div>
  );
}
