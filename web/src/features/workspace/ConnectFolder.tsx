import { useQuery } from '@tanstack/react-query';
import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCopy } from '../../app/useCopy';
import { IconButton } from '../../design/Button';
import { Modal } from '../../design/Modal';
import styles from './ConnectFolder.module.css';
import { workspacesQuery } from './queries';

interface ConnectFolderProps {
  workspaceId: string;
  onClose: () => void;
}

/** How a folder of this computer and the workspace are kept in step: by the `mdreader` command, as `docs/command-line.md` has it. */
export function ConnectFolder({ workspaceId, onClose }: ConnectFolderProps) {
  const { t } = useTranslation();
  const copy = useCopy();
  const { data: workspaces } = useQuery(workspacesQuery);
  const name = workspaces?.find(({ id }) => id === workspaceId)?.name ?? '';
  const commands = [
    { word: t('connect.signIn'), command: `mdreader login --server ${location.origin}` },
    { word: t('connect.sync'), command: `mdreader sync notes --workspace ${inShell(name, workspaceId)}` },
  ];
  return (
    <Modal open onOpenChange={(open) => !open && onClose()} title={t('connect.title')} description={t('connect.text')}>
      <ol className={styles.steps}>
        {commands.map(({ word, command }) => (
          <li key={command} className={styles.step}>
            <p>{word}</p>
            <div className={styles.command}>
              <code tabIndex={0}>{command}</code>
              <IconButton label={t('connect.copy')} onClick={() => copy(command, t('connect.copied'))}>
                <Copy size={16} />
              </IconButton>
            </div>
          </li>
        ))}
      </ol>
      <p className={styles.note}>{t('connect.note')}</p>
    </Modal>
  );
}

/** PowerShell and Unix shells agree on double quotes around what means nothing special in either; any other name is given by the id. */
const inShell = (name: string, id: string) => (/^[\p{L}\p{N} ._-]+$/u.test(name) ? `"${name}"` : id);
