import { FileLock, FileText, LayoutTemplate } from 'lucide-react';
import { useTranslation } from 'react-i18next';

interface DocumentIconProps {
  document: { isTemplate: boolean; isRestricted: boolean };
  size: number;
}

/** What kind of document it is; of a restricted one said aloud, too. */
export function DocumentIcon({ document: { isTemplate, isRestricted }, size }: DocumentIconProps) {
  const { t } = useTranslation();
  if (isRestricted) return <FileLock size={size} role="img" aria-label={t('sharing.restricted')} aria-hidden={false} />;
  return isTemplate ? <LayoutTemplate size={size} /> : <FileText size={size} />;
}
