import { FilePlus, FolderInput, FolderPlus, Pencil, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../app/useProblemText';
import type { TreeFolder } from '../../api/types';
import { useToast } from '../../design/Toasts';
import type { EntryActions } from './EntryMenu';
import type { FolderQuestion } from './FolderDialogs';
import type { Arranging } from './treeQueries';
import type { NewDocument } from './queries';

/**
 * What can be done to a folder of the tree.
 *
 * @param arranging of whoever outlives the menu: it says how it went.
 */
export function useFolderActions(
  { trashFolder, restoreFolder }: Arranging,
  newDocument: ((wanted: NewDocument) => void) | null,
  { id, name }: TreeFolder,
  ask: (question: FolderQuestion) => void,
): EntryActions {
  const { t } = useTranslation();
  const toast = useToast();
  const textOf = useProblemText();
  const onError = (error: unknown) => toast(textOf(error));
  const trash = () =>
    trashFolder.mutate(id, {
      onError,
      onSuccess: () =>
        toast(t('tree.folderTrashed', { name }), {
          label: t('document.undo'),
          run: () => restoreFolder.mutate(id, { onError }),
        }),
    });
  return {
    actions: [
      { icon: FilePlus, label: t('workspace.newDocument'), run: () => newDocument?.({ folderId: id }) },
      { icon: FolderPlus, label: t('tree.newFolder'), run: () => ask('folder') },
      { icon: Pencil, label: t('tree.rename'), run: () => ask('name') },
      { icon: FolderInput, label: t('tree.move'), run: () => ask('place') },
    ],
    removal: { icon: Trash2, label: t('document.trash'), run: trash },
  };
}
