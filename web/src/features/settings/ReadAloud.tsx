import { Ear } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announcesEdits } from '../../app/deviceSwitch';
import controls from '../../design/controls.module.css';
import styles from './Settings.module.css';

/** Of this device: what screen readers are told while others write. */
export function ReadAloud() {
  const { t } = useTranslation();
  const [on, setOn] = useState(announcesEdits.isOn);
  return (
    <section className={styles.section}>
      <h2 className={styles.heading}>
        <Ear size={16} /> {t('settings.readAloud')}
      </h2>
      <label className={controls.check}>
        <input
          type="checkbox"
          checked={on}
          onChange={({ target }) => {
            announcesEdits.turn(target.checked);
            setOn(target.checked);
          }}
        />
        {t('settings.announceEdits')}
      </label>
      <p className={styles.muted}>{t('settings.announceEditsText')}</p>
    </section>
  );
}
