import { useQuery } from '@tanstack/react-query';
import { Folder, House } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../app/useProblemText';
import { Modal } from '../../design/Modal';
import { Notice } from '../../design/Notice';
import styles from './MoveDialog.module.css';
import { placesFor } from './places';
import { treeQuery } from './treeQueries';

interface MoveDialogProps {
  open: boolean;
  onClose: () => void;
  workspaceId: string;
  name: string;
  /** When a folder is moved: it can't go into itself. */
  folderId: string | null;
  onMove: (to: string | null) => Promise<unknown>;
}

/** Where to? The way for those who don't drag. */
export function MoveDialog({ open, onClose, workspaceId, name, folderId, onMove }: MoveDialogProps) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const [problem, setProblem] = useState<string | null>(null);
  const { data: tree } = useQuery({ ...treeQuery(workspaceId), enabled: open });
  const move = async (to: string | null) => {
    try {
      await onMove(to);
      onClose();
    } catch (error) {
      setProblem(textOf(error));
    }
  };
  return (
    <Modal open={open} onOpenChange={(next) => !next && onClose()} title={t('tree.moveTitle', { name })}>
      {problem !== null && <Notice tone="danger">{problem}</Notice>}
      <ul className={styles.places}>
        {tree !== undefined &&
          placesFor(tree, folderId).map(({ id, path }) => (
            <li key={id}>
              <button type="button" className={styles.place} onClick={() => void move(id)}>
                {id === null ? <House size={16} /> : <Folder size={16} />}
                {id === null ? t('tree.top') : path.join(' / ')}
              </button>
            </li>
          ))}
      </ul>
    </Modal>
  );
}
