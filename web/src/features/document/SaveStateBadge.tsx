import type { TFunction } from 'i18next';
import {
  Check,
  CloudOff,
  Eye,
  FileCheck,
  HardDrive,
  History,
  LoaderCircle,
  Pencil,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SaveState } from '../../sync/saveState';
import { useSaid } from '../../app/said';
import { usePhone } from '../../app/useWide';
import styles from './SaveStateBadge.module.css';

const ICONS: Record<SaveState['kind'], LucideIcon> = {
  opening: LoaderCircle,
  saved: Check,
  editing: Pencil,
  saving: LoaderCircle,
  slow: LoaderCircle,
  offline: CloudOff,
  'read-only': Eye,
  device: HardDrive,
  file: FileCheck,
  'local-fail': TriangleAlert,
};

export interface SaveStateBadgeProps {
  save: SaveState;
  /** What is typed here isn't the document's text. */
  suggests: boolean;
  /** Shows what came in while the page was away; null where nothing waits to be looked at. */
  onReview: (() => void) | null;
}

/** Whether what was typed is safe. Always in sight, at every width. */
export function SaveStateBadge({ save, suggests, onReview }: SaveStateBadgeProps) {
  const { t } = useTranslation();
  const phone = usePhone();
  const Icon = ICONS[save.kind];
  const text = save.kind === 'read-only' && suggests ? t('save.suggesting') : textOf(save, t);
  useSaid(newsOf(save, suggests, t));
  const brief = phone ? briefOf(save, t) : null;
  return (
    <>
      {/* It counts seconds and changes: read where somebody goes there, and not at each of them. */}
      <span className={styles.badge} data-save={save.kind} title={brief === null ? undefined : text}>
        <Icon size={14} aria-hidden="true" />
        {brief !== null && <span aria-hidden="true">{brief}</span>}
        <span className={brief === null ? undefined : 'sr-only'}>{text}</span>
      </span>
      {onReview !== null && (
        <button type="button" className={styles.review} title={t('merged.title')} onClick={onReview}>
          <History size={14} aria-hidden="true" />
          {t('merged.review')}
        </button>
      )}
    </>
  );
}

/** What is read out once when it comes to it; empty where nothing has to be known. */
export function newsOf({ kind }: SaveState, suggests: boolean, t: TFunction): string {
  switch (kind) {
    case 'slow':
    case 'offline':
      return t(`save.news.${kind}`);
    case 'read-only':
      return t(suggests ? 'save.suggesting' : 'save.read-only');
    case 'local-fail':
      return t('save.local-fail');
    default:
      return '';
  }
}

function textOf(save: SaveState, t: TFunction): string {
  switch (save.kind) {
    case 'slow':
      return t('save.slow', { seconds: save.seconds });
    case 'offline':
      return t('save.offline', { count: save.changes });
    case 'file':
      return t('save.file', { name: save.name });
    default:
      return t(`save.${save.kind}`);
  }
}

/** One word, where there is room for no more; null where it is one already. */
function briefOf(save: SaveState, t: TFunction): string | null {
  switch (save.kind) {
    case 'offline':
      return t('save.brief.offline', { count: save.changes });
    case 'slow':
      return t('save.saving');
    case 'device':
    case 'file':
      return t('save.saved');
    case 'local-fail':
      return t('save.brief.local-fail');
    default:
      return null;
  }
}
