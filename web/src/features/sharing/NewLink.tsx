import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCopy } from '../../app/useCopy';
import { Button } from '../../design/Button';
import controls from '../../design/controls.module.css';
import { Notice } from '../../design/Notice';
import { useConfig } from '../auth/useConfig';
import styles from './Sharing.module.css';

interface NewLinkProps {
  url: string;
  /** To whom the server has sent it as well, where it sends mail. */
  mailedTo?: string | null;
}

/** A secret address that is shown once: copy it now. */
export function NewLink({ url, mailedTo = null }: NewLinkProps) {
  const { t } = useTranslation();
  const copy = useCopy();
  const sendsMail = useConfig()?.email;
  return (
    <Notice tone={sendsMail === false ? 'warning' : 'plain'}>
      {sendsMail === false && <p>{t('sharing.noMail')}</p>}
      <p>
        {mailedTo !== null && sendsMail === true ? t('sharing.linkMailed', { email: mailedTo }) : t('sharing.linkOnce')}
      </p>
      <div className={styles.newLink}>
        <input
          className={controls.input}
          readOnly
          aria-label={t('sharing.inviteLink')}
          value={url}
          onFocus={(event) => event.target.select()}
        />
        <Button onClick={() => copy(url, t('sharing.copied'))}>
          <Copy size={16} />
          {t('sharing.copy')}
        </Button>
      </div>
    </Notice>
  );
}
