import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/Button';
import controls from '../../design/controls.module.css';
import { Notice } from '../../design/Notice';
import styles from './Guest.module.css';

const KEY = 'mdreader.guest-told';

/** Said once on each device: what clearing the browser's data does. */
export function OnceNotice() {
  const { t } = useTranslation();
  const [told, setTold] = useState(wasTold);
  if (told) return null;
  return (
    <div className={styles.notice}>
      <Notice tone="plain">
        <div className={styles.asks}>
          <p>{t('guest.once')}</p>
          <div className={controls.actions}>
            <Button
              onClick={() => {
                setTold(true);
                tell();
              }}
            >
              {t('guest.understood')}
            </Button>
          </div>
        </div>
      </Notice>
    </div>
  );
}

function wasTold(): boolean {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return false;
  }
}

function tell(): void {
  try {
    localStorage.setItem(KEY, 'yes');
  } catch {
    // It is then said once more with the next page.
  }
}
