import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/Button';
import controls from '../../design/controls.module.css';
import { Notice } from '../../design/Notice';
import { useToast } from '../../design/Toasts';
import styles from './Sharing.module.css';

/** A secret address that is shown once: copy it now. */
export function NewLink({ url }: { url: string }) {
  const { t } = useTranslation();
  const toast = useToast();
  return (
    <Notice tone="plain">
      <p>{t('sharing.linkOnce')}</p>
      <div className={styles.newLink}>
        <input
          className={controls.input}
          readOnly
          aria-label={t('sharing.inviteLink')}
          value={url}
          onFocus={(event) => event.target.select()}
        />
        <Button onClick={() => void navigator.clipboard.writeText(url).then(() => toast(t('sharing.copied')))}>
          <Copy size={16} />
          {t('sharing.copy')}
        </Button>
      </div>
    </Notice>
  );
}
