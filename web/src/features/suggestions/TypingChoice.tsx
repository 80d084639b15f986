import { useTranslation } from 'react-i18next';
import controls from '../../design/controls.module.css';
import styles from './Suggestions.module.css';

/** For those who may edit: whether what they type is written or suggested. */
export function TypingChoice({ on, onChoose }: { on: boolean; onChoose: (on: boolean) => void }) {
  const { t } = useTranslation();
  return (
    <select
      className={`${controls.select ?? ''} ${styles.choice ?? ''}`}
      aria-label={t('suggestions.typing')}
      value={on ? 'suggesting' : 'editing'}
      onChange={({ target }) => onChoose(target.value === 'suggesting')}
    >
      <option value="editing">{t('suggestions.editing')}</option>
      <option value="suggesting">{t('suggestions.suggesting')}</option>
    </select>
  );
}
