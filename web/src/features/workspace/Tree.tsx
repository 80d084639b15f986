import { Menu } from '@base-ui/react/menu';
import { useQuery } from '@tanstack/react-query';
import { useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useMatch } from 'react-router';
import { isAway } from '../../api/problem';
import { useProblemText } from '../../app/useProblemText';
import { Button } from '../../design/Button';
import styles from './Tree.module.css';
import { placedAt, TreeEntry } from './TreeEntry';
import { TreeMenu, type TreeMenuHandle } from './TreeMenu';
import { treeQuery, useArranging } from './treeQueries';
import { rowsOf, stepOf, type EntryRow } from './treeRows';
import { turnFolder, useOpenFolders } from './useOpenFolders';
import { placesSeen, useRowsInSight } from './useRowsInSight';
import { useTreeDrop } from './useTreeDrop';

interface TreeProps {
  workspaceId: string;
  mayEdit: boolean;
}

/**
 * Folders and documents of the workspace. What can be dragged can also be moved by its menu. There may be thousands:
 * only what is in sight is on the page, and the entry that the keys are at.
 */
export function Tree({ workspaceId, mayEdit }: TreeProps) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const { data: tree, error, failureReason, fetchStatus, refetch } = useQuery(treeQuery(workspaceId));
  const away = isAway({ failureReason, fetchStatus });
  const arranging = useArranging(workspaceId);
  const drop = useTreeDrop(arranging);
  const open = useOpenFolders();
  const scroller = useRef<HTMLDivElement>(null);
  const [menu] = useState<TreeMenuHandle>(() => Menu.createHandle<EntryRow>());
  const rows = useMemo(() => (tree === undefined ? [] : rowsOf(tree, open)), [tree, open]);
  const inSight = useRowsInSight(scroller, rows.length > 0);
  const { height } = inSight;
  const shownDocument = useMatch('/d/:documentId')?.params.documentId;
  const [chosen, choose] = useState<string | undefined>(undefined);
  const placeOf = (id: string | undefined) => rows.findIndex((row) => row.id === id);
  /** Where the keys are: Tab leads there, and the arrows from there on. */
  const current = [placeOf(chosen), placeOf(shownDocument), 0].find((place) => place !== -1) ?? 0;
  const nameOf = (row: EntryRow) =>
    row.kind === 'folder' ? row.folder.name : row.document.title || t('workspace.untitled');

  const wantsFocus = useRef(false);
  useLayoutEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    scroller.current?.querySelector<HTMLElement>('[role=treeitem][tabindex="0"]')?.focus();
  }, [chosen]);

  const onKeyDown = (event: KeyboardEvent) => {
    const { key, target, ctrlKey, altKey, metaKey } = event;
    // The button of its menu is no place of the tree.
    const isAtEntry = target instanceof Element && target.closest('[aria-haspopup]') === null;
    if (!isAtEntry || ctrlKey || altKey || metaKey) return;
    if ((key === 'Enter' || key === ' ') && target.matches('[role=treeitem]')) {
      event.preventDefault();
      target.querySelector<HTMLElement>('a, button')?.click();
      return;
    }
    const step = stepOf(key, rows, current, nameOf);
    if (step === null) return;
    event.preventDefault();
    if (step.kind === 'turn') turnFolder(step.folder);
    else {
      wantsFocus.current = true;
      choose(rows[step.to]?.id);
    }
  };

  return (
    <div ref={scroller} className={styles.tree} {...(mayEdit && tree !== undefined && drop(null))}>
      {rows.length > 0 && (
        <ul
          role="tree"
          aria-label={t('workspace.documents')}
          className={styles.rows}
          style={{ height: rows.length * height }}
          onKeyDown={onKeyDown}
        >
          {placesSeen(inSight, rows.length, current).map((place) => {
            const row = rows[place];
            const top = place * height;
            if (row === undefined) return null;
            if (row.kind === 'nothing')
              return (
                <li key={row.id} role="none" className={styles.placed} style={placedAt(top, row.level)}>
                  <p className={styles.nothing}>{t('tree.emptyFolder')}</p>
                </li>
              );
            return (
              <TreeEntry
                key={row.id}
                row={row}
                name={nameOf(row)}
                top={top}
                isCurrent={place === current}
                isShown={row.id === shownDocument}
                onFocus={() => choose(row.id)}
                {...(mayEdit && { menu, drop })}
              />
            );
          })}
        </ul>
      )}
      {tree === undefined && away && <p className={styles.nothing}>{t('tree.offline')}</p>}
      {tree === undefined && error !== null && !away && (
        <div className={styles.nothing} role="alert">
          <p>{textOf(error)}</p>
          <Button onClick={() => void refetch()}>{t('app.again')}</Button>
        </div>
      )}
      {tree !== undefined && rows.length === 0 && <p className={styles.nothing}>{t('tree.nothing')}</p>}
      {mayEdit && <TreeMenu workspaceId={workspaceId} arranging={arranging} handle={menu} />}
    </div>
  );
}
