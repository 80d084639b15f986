import { ImagePlus, RotateCcw, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../design/Button';
import { useWhy } from '../attachments/useWhy';
import styles from './Comments.module.css';
import type { CommentFiles } from './useCommentFiles';

/** What is on its way into the comment, with the way to stop it or to try it again. */
export function ComposerFiles({ files: { underWay, retry, cancel } }: { files: CommentFiles }) {
  const { t } = useTranslation();
  const whyOf = useWhy();
  return (
    <ul className={styles.underWay} aria-label={t('comments.filesUnderWay')}>
      {underWay.map(({ id, name, part, error }) => (
        <li key={id} className={styles.oneUnderWay}>
          <span className={styles.fileName}>{name}</span>
          {error === undefined ? (
            <progress max={1} value={part} aria-label={t('comments.uploading', { name })} />
          ) : (
            <>
              <span className={styles.problem} role="alert">
                {whyOf(error)}
              </span>
              <IconButton label={t('attach.retry')} onClick={() => retry(id)}>
                <RotateCcw size={16} />
              </IconButton>
            </>
          )}
          <IconButton label={t(error === undefined ? 'attach.cancel' : 'attach.discard')} onClick={() => cancel(id)}>
            <X size={16} />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}

/** Leads to the pictures of the device; or says why there is none to be chosen. */
export function PickImage({ files: { mayAdd, add, refuse } }: { files: CommentFiles }) {
  const { t } = useTranslation();
  if (!mayAdd)
    return (
      <IconButton label={t('comments.addImage')} onClick={refuse}>
        <ImagePlus size={18} />
      </IconButton>
    );
  return (
    <IconButton
      label={t('comments.addImage')}
      onClick={() => {
        const picker = document.createElement('input');
        picker.type = 'file';
        picker.multiple = true;
        picker.accept = 'image/*';
        picker.addEventListener('change', () => add([...(picker.files ?? [])]));
        picker.click();
      }}
    >
      <ImagePlus size={18} />
    </IconButton>
  );
}
