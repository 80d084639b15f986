import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { vimKeys } from '../../app/deviceSwitch';
import controls from '../../design/controls.module.css';
import styles from './Settings.module.css';

/** Of this device: the editor's keys as Vim has them. */
export function VimSwitch() {
  const { t } = useTranslation();
  const [on, setOn] = useState(vimKeys.isOn);
  return (
    <section className={styles.section}>
      <h2 className={styles.heading}>Vim</h2>
      <label className={controls.check}>
        <input
          type="checkbox"
          checked={on}
          onChange={({ target }) => {
            vimKeys.turn(target.checked);
            setOn(target.checked);
          }}
        />
        {t('settings.vim')}
      </label>
      <p className={styles.muted}>{t('settings.vimText')}</p>
    </section>
  );
}
