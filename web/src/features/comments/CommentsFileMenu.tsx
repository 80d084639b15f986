import { Menu } from '@base-ui/react/menu';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Download, Ellipsis, FileUp } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { body, client } from '../../api/client';
import type { Role } from '../../api/types';
import { useProblemText } from '../../app/useProblemText';
import { IconButton } from '../../design/Button';
import popup from '../../design/popup.module.css';
import { useToast } from '../../design/Toasts';
import { fileNameOf } from '../../sync/markdownBytes';
import { mayEdit } from '../../sync/ticket';
import { useIsGuest } from '../auth/useSession';
import { download } from '../document/download';
import { documentQuery } from '../document/queries';
import { readCommentsFile } from './commentsFile';
import { threadsQuery } from './queries';

/** All comments as the file that stands beside the text's, to keep or to take along. */
export function CommentsFileMenu({ documentId, role }: { documentId: string; role: Role }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const toast = useToast();
  const textOf = useProblemText();
  const isGuest = useIsGuest();
  const picker = useRef<HTMLInputElement>(null);
  const { data } = useQuery(documentQuery(documentId));
  const params = { path: { id: documentId } };

  const save = async () => {
    const file = await body(client.GET('/api/v1/documents/{id}/comments.json', { params }));
    const name = fileNameOf(data?.info.title ?? '').replace(/\.md$/, '.comments.json');
    download(name, `${JSON.stringify(file, null, 2)}\n`, 'application/json');
  };
  const take = async (picked: File) => {
    const file = readCommentsFile(await picked.text());
    if (file === null) {
      toast(t('comments.unreadable'));
      return;
    }
    const { threads } = await body(client.POST('/api/v1/documents/{id}/comments.json', { params, body: file }));
    toast(t('comments.imported', { count: threads }));
    await queries.invalidateQueries(threadsQuery(documentId));
  };
  const run = (work: Promise<void>) => void work.catch((error: unknown) => toast(textOf(error)));

  return (
    <>
      <Menu.Root>
        <Menu.Trigger render={<IconButton label={t('comments.asFile')} />}>
          <Ellipsis size={16} />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className={popup.positioner} align="end" sideOffset={4}>
            <Menu.Popup className={popup.menu}>
              <Menu.Item className={popup.item} onClick={() => run(save())}>
                <Download size={16} />
                {t('comments.download')}
              </Menu.Item>
              {mayEdit(role) && !isGuest && (
                <Menu.Item className={popup.item} onClick={() => picker.current?.click()}>
                  <FileUp size={16} />
                  {t('comments.takeIn')}
                </Menu.Item>
              )}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      <input
        ref={picker}
        type="file"
        hidden
        accept=".json,application/json"
        aria-label={t('comments.takeIn')}
        onChange={({ target }) => {
          const [picked] = target.files ?? [];
          if (picked !== undefined) run(take(picked));
          target.value = '';
        }}
      />
    </>
  );
}
