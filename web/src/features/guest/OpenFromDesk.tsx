import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useSearchParams } from 'react-router';
import { Providers } from '../../app/Providers';
import { Message } from '../../app/Message';
import { Wait } from '../../app/Wait';
import { deskFile, deskFolder, type DeskFolder } from '../../sync/desk';
import { filesIn } from '../../sync/deviceFiles';
import { isMarkdownFile } from '../../sync/markdownBytes';
import { openFiles, openFolder, type Arrived } from './arrivals';
import { showFolderFiles } from './useFolderFiles';

/** `/open?file=…` and `/open?folder=…`: what the desktop application was started with. */
export function OpenFromDesk() {
  return (
    <Providers>
      <Opening />
    </Providers>
  );
}

function Opening() {
  const { t } = useTranslation();
  const [query] = useSearchParams();
  const [file, folder] = [query.get('file'), query.get('folder')];
  const { data, error } = useQuery({
    queryKey: ['desk', file, folder],
    queryFn: () => open(file, folder),
    retry: false,
  });
  const refused = data?.refused[0];
  if (error === null && refused === undefined) {
    if (data === undefined) return <Wait />;
    return <Navigate to={data.ids[0] === undefined ? '/' : `/local/${data.ids[0]}`} replace />;
  }
  return (
    <main>
      <Message
        title={t('guest.notOpened')}
        text={
          refused === undefined
            ? t('guest.deskGone', { name: file ?? folder ?? '' })
            : t(`guest.refused_${refused.reason}`, { name: refused.name })
        }
      >
        <Link to="/">{t('guest.toDocuments')}</Link>
      </Message>
    </main>
  );
}

async function open(file: string | null, folder: string | null): Promise<Arrived> {
  if (folder !== null) await showFolder(deskFolder(folder));
  return file === null ? { ids: [], refused: [] } : openFiles([deskFile(file)]);
}

async function showFolder(handle: DeskFolder): Promise<void> {
  const files = await filesIn(handle, isMarkdownFile);
  showFolderFiles(await openFolder(handle), files);
}
