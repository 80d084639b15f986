import { useQuery } from '@tanstack/react-query';
import { ChevronRight, FileText, Folder, LayoutTemplate } from 'lucide-react';
import { useState, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { useProblemText } from '../../app/useProblemText';
import type { TreeDocument, TreeFolder } from '../../api/types';
import { useToast } from '../../design/Toasts';
import { DocumentEntryMenu } from './DocumentEntryMenu';
import { FolderMenu } from './FolderMenu';
import { useOpenFolders } from './useOpenFolders';
import styles from './Tree.module.css';
import { treeQuery, useArranging } from './treeQueries';

interface TreeProps {
  workspaceId: string;
  mayEdit: boolean;
}

/** Folders and documents of the workspace. What can be dragged can also be moved by its menu. */
export function Tree({ workspaceId, mayEdit }: TreeProps) {
  const { t } = useTranslation();
  const { data: tree } = useQuery(treeQuery(workspaceId));
  const drop = useDrop(workspaceId);
  if (tree === undefined) return <div className={styles.tree} />;
  return (
    <div className={styles.tree} {...(mayEdit ? drop(null) : {})}>
      <Level folders={tree.folders} documents={tree.documents} workspaceId={workspaceId} mayEdit={mayEdit} depth={0} />
      {tree.folders.length + tree.documents.length === 0 && <p className={styles.nothing}>{t('tree.nothing')}</p>}
    </div>
  );
}

interface LevelProps extends TreeProps {
  folders: TreeFolder[];
  documents: TreeDocument[];
  depth: number;
}

const INDENTS = [styles.indent0, styles.indent1, styles.indent2, styles.indent3, styles.indent4];

function Level({ folders, documents, workspaceId, mayEdit, depth }: LevelProps) {
  const { t } = useTranslation();
  const indent = INDENTS[Math.min(depth, INDENTS.length - 1)] ?? '';
  return (
    <ul>
      {folders.map((folder) => (
        <li key={folder.id}>
          <FolderEntry folder={folder} workspaceId={workspaceId} mayEdit={mayEdit} depth={depth} indent={indent} />
        </li>
      ))}
      {documents.map(({ id, title, isTemplate }) => (
        <li key={id} className={styles.row} draggable={mayEdit} onDragStart={(event) => carry(event, 'document', id)}>
          <NavLink to={`/d/${id}`} className={`${styles.entry ?? ''} ${indent}`} draggable={false}>
            {isTemplate ? <LayoutTemplate size={16} /> : <FileText size={16} />}
            <span className={styles.name}>{title || t('workspace.untitled')}</span>
          </NavLink>
          {mayEdit && (
            <DocumentEntryMenu workspaceId={workspaceId} document={{ id, title, isTemplate }} className={styles.more} />
          )}
        </li>
      ))}
    </ul>
  );
}

interface FolderEntryProps extends TreeProps {
  folder: TreeFolder;
  depth: number;
  indent: string;
}

function FolderEntry({ folder, workspaceId, mayEdit, depth, indent }: FolderEntryProps) {
  const { t } = useTranslation();
  const { isOpen, toggle } = useOpenFolders();
  const open = isOpen(folder.id);
  const [over, setOver] = useState(false);
  const drop = useDrop(workspaceId);
  const target = drop(folder.id);
  return (
    <>
      <div
        className={styles.row}
        data-over={over}
        draggable={mayEdit}
        onDragStart={(event) => carry(event, 'folder', folder.id)}
        {...(mayEdit && {
          onDragOver: (event: DragEvent) => {
            target.onDragOver(event);
            setOver(true);
          },
          onDragLeave: () => setOver(false),
          onDrop: (event: DragEvent) => {
            setOver(false);
            target.onDrop(event);
          },
        })}
      >
        <button
          type="button"
          className={`${styles.entry ?? ''} ${indent}`}
          aria-expanded={open}
          onClick={() => toggle(folder.id)}
        >
          <ChevronRight size={14} className={styles.chevron} />
          <Folder size={16} />
          <span className={styles.name}>{folder.name}</span>
        </button>
        {mayEdit && <FolderMenu workspaceId={workspaceId} folder={folder} className={styles.more} />}
      </div>
      {open &&
        (folder.folders.length + folder.documents.length === 0 ? (
          <p className={`${styles.nothing ?? ''} ${indent}`}>{t('tree.emptyFolder')}</p>
        ) : (
          <Level
            folders={folder.folders}
            documents={folder.documents}
            workspaceId={workspaceId}
            mayEdit={mayEdit}
            depth={depth + 1}
          />
        ))}
    </>
  );
}

const CARRIED = 'application/x-mdreader';

function carry(event: DragEvent, kind: 'document' | 'folder', id: string): void {
  event.stopPropagation();
  event.dataTransfer.setData(CARRIED, `${kind}/${id}`);
  event.dataTransfer.effectAllowed = 'move';
}

function useDrop(workspaceId: string) {
  const toast = useToast();
  const textOf = useProblemText();
  const { moveDocument, moveFolder } = useArranging(workspaceId);
  return (to: string | null) => ({
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(CARRIED)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    onDrop: (event: DragEvent) => {
      const [kind, id] = event.dataTransfer.getData(CARRIED).split('/');
      if (id === undefined || id === to) return;
      event.preventDefault();
      event.stopPropagation();
      const move = kind === 'folder' ? moveFolder : moveDocument;
      move.mutate({ id, to }, { onError: (error) => toast(textOf(error)) });
    },
  });
}
