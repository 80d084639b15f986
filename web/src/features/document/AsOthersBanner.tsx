import { use } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { AsOthersContext } from './AsOthersContext';
import { Banner } from './Banner';

/** Says whose eyes one looks through, and leads back to one's own. */
export function AsOthersBanner({ documentId }: { documentId: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  if (!use(AsOthersContext)) return null;
  return (
    <Banner
      text={t('sharing.asOthersNow')}
      action={t('sharing.asOthersEnd')}
      onAction={() => void navigate(`/d/${documentId}`, { replace: true })}
    />
  );
}
