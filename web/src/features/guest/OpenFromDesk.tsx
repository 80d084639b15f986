import { useEffect, useEffectEvent } from 'react';
import * as random from 'lib0/random';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { Providers } from '../../app/Providers';
import { Wait } from '../../app/Wait';
import { useToast } from '../../design/Toasts';
import { deskFile, deskFolder, type DeskFolder } from '../../sync/desk';
import { filesIn } from '../../sync/deviceFiles';
import { localEntries } from '../../sync/localEntries';
import { isMarkdownFile } from '../../sync/markdownBytes';
import { openFiles } from './arrivals';
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
  const toast = useToast();
  const navigate = useNavigate();
  const [query] = useSearchParams();
  const [file, folder] = [query.get('file'), query.get('folder')];
  const open = useEffectEvent(async () => {
    try {
      if (folder !== null) await openFolder(deskFolder(folder));
      const { ids, refused } = file === null ? { ids: [], refused: [] } : await openFiles([deskFile(file)]);
      for (const { name, reason } of refused) toast(t(`guest.refused_${reason}`, { name }));
      void navigate(ids[0] === undefined ? '/' : `/local/${ids[0]}`, { replace: true });
    } catch {
      toast(t('guest.folderGone', { name: file ?? folder ?? '' }));
      void navigate('/', { replace: true });
    }
  });
  useEffect(() => void open(), [file, folder]);
  return <Wait />;
}

async function openFolder(handle: DeskFolder): Promise<void> {
  await localEntries.ready();
  const files = await filesIn(handle, isMarkdownFile);
  const isThis = (kept: { kind: string; path?: string }) => kept.kind === handle.kind && kept.path === handle.path;
  const known = localEntries.folders().find((one) => isThis(one.handle));
  const id = known?.id ?? random.uuidv4();
  if (known === undefined) await localEntries.addFolder({ id, name: handle.name, handle });
  showFolderFiles(id, files);
}
