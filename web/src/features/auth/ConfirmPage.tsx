import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import controls from '../../design/controls.module.css';
import { AuthCard } from './AuthCard';
import { ConfirmAddress } from './ConfirmAddress';

/**
 * Where the link in the mail leads. The code isn't sent before the person says so: programs that look into mail open
 * links too.
 */
export function ConfirmPage() {
  const { t } = useTranslation();
  // Behind the #, where no log sees it.
  const { hash } = useLocation();
  const inLink = new URLSearchParams(hash.slice(1));
  const [confirmed, setConfirmed] = useState(false);
  if (!confirmed)
    return (
      <ConfirmAddress
        key={hash}
        email={inLink.get('email') ?? ''}
        code={inLink.get('code') ?? ''}
        onConfirmed={() => {
          setConfirmed(true);
          return Promise.resolve();
        }}
      />
    );
  return (
    <AuthCard title={t('auth.confirmed')}>
      <Link className={`${controls.button ?? ''} ${controls.primary ?? ''}`} to="/sign-in">
        {t('auth.goOn')}
      </Link>
    </AuthCard>
  );
}
