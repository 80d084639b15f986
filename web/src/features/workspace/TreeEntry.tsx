import { Menu } from '@base-ui/react/menu';
import { ChevronRight, Ellipsis, Folder } from 'lucide-react';
import { useState, type CSSProperties, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { IconButton } from '../../design/Button';
import { DocumentIcon } from './DocumentIcon';
import styles from './Tree.module.css';
import type { TreeMenuHandle } from './TreeMenu';
import type { EntryRow } from './treeRows';
import { turnFolder } from './useOpenFolders';
import { carry, type DropTarget } from './useTreeDrop';

interface TreeEntryProps {
  row: EntryRow;
  name: string;
  /** In pixels from the first row. */
  top: number;
  /** The keys are here. */
  isCurrent: boolean;
  /** It is the document that is open. */
  isShown: boolean;
  onFocus: () => void;
  /** With the next one, of those who may change something. */
  menu?: TreeMenuHandle;
  drop?: (to: string) => DropTarget;
}

/** Where a row stands: from the top, and from the edge by how deep it lies. */
export const placedAt = (top: number, level: number): CSSProperties & Record<'--level', number> => ({
  top,
  '--level': level,
});

/** A row of the tree: itself one stop for the keys, with a link or a button in it for the pointer, and its menu. */
export function TreeEntry({ row, name, top, isCurrent, isShown, onFocus, menu, drop }: TreeEntryProps) {
  const { t } = useTranslation();
  const [isOver, setOver] = useState(false);
  const target = row.kind === 'folder' ? drop?.(row.id) : undefined;
  return (
    <li
      role="treeitem"
      aria-label={row.kind === 'document' && row.document.isRestricted ? `${name} (${t('sharing.restricted')})` : name}
      aria-level={row.level}
      aria-posinset={row.at}
      aria-setsize={row.of}
      aria-expanded={row.kind === 'folder' ? row.isOpen : undefined}
      aria-current={isShown ? 'page' : undefined}
      tabIndex={isCurrent ? 0 : -1}
      className={`${styles.row ?? ''} ${styles.placed ?? ''}`}
      style={placedAt(top, row.level)}
      data-row
      data-over={isOver}
      draggable={drop !== undefined}
      onFocus={onFocus}
      onDragStart={(event) => carry(event, row.kind, row.id)}
      {...(target !== undefined && {
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
      {row.kind === 'folder' ? (
        <button
          type="button"
          tabIndex={-1}
          className={styles.entry}
          aria-expanded={row.isOpen}
          onClick={() => turnFolder(row.id)}
        >
          <ChevronRight size={14} className={styles.chevron} />
          <Folder size={16} />
          <span className={styles.name}>{name}</span>
        </button>
      ) : (
        <NavLink to={`/d/${row.id}`} tabIndex={-1} className={styles.entry ?? ''} draggable={false}>
          <DocumentIcon document={row.document} size={16} />
          <span className={styles.name}>{name}</span>
        </NavLink>
      )}
      {menu !== undefined && (
        <Menu.Trigger
          handle={menu}
          payload={row}
          render={
            <IconButton label={t('tree.menuOf', { name })} className={styles.more} tabIndex={isCurrent ? 0 : -1} />
          }
        >
          <Ellipsis size={16} />
        </Menu.Trigger>
      )}
    </li>
  );
}
