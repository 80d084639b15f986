import type { TFunction } from 'i18next';
import {
  Check,
  CloudOff,
  Eye,
  FileCheck,
  HardDrive,
  LoaderCircle,
  Pencil,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SaveState } from '../../sync/saveState';
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

/** What a person hears about without looking; the change from typing to saved and back would only disturb. */
const NEWS = new Set<SaveState['kind']>(['slow', 'offline', 'read-only', 'local-fail']);

interface SaveStateBadgeProps {
  save: SaveState;
  /** What is typed here isn't the document's text. */
  suggests: boolean;
}

/** Whether what was typed is safe. Always in sight, at every width. */
export function SaveStateBadge({ save, suggests }: SaveStateBadgeProps) {
  const { t } = useTranslation();
  const Icon = ICONS[save.kind];
  return (
    <span
      className={styles.badge}
      role="status"
      aria-live={NEWS.has(save.kind) ? 'polite' : 'off'}
      data-save={save.kind}
    >
      <Icon size={14} aria-hidden="true" />
      <span>{save.kind === 'read-only' && suggests ? t('save.suggesting') : textOf(save, t)}</span>
    </span>
  );
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
