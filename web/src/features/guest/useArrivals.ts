import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import * as random from 'lib0/random';
import { useToast } from '../../design/Toasts';
import { pickFiles, pickFolder } from '../../sync/filePickers';
import { localEntries } from '../../sync/localEntries';
import { importFiles, openFiles, type Arrived } from './arrivals';

export interface Arrivals {
  create: () => void;
  openFile: () => void;
  openFolder: () => void;
  /** Copies, by drop or by the plain file picker. */
  take: (files: Iterable<File>) => void;
  show: (arriving: Promise<Arrived>) => void;
}

/** The ways in which a document comes into this browser; each ends with it being open. */
export function useArrivals(): Arrivals {
  const { t } = useTranslation();
  const toast = useToast();
  const navigate = useNavigate();

  const show = async (arriving: Promise<Arrived>) => {
    try {
      const { ids, refused } = await arriving;
      for (const { name, reason } of refused) toast(t(`guest.refused_${reason}`, { name }));
      if (ids[0] !== undefined) void navigate(`/local/${ids[0]}`);
    } catch {
      toast(t('guest.notKept'));
    }
  };
  const openFolder = async () => {
    try {
      const handle = await pickFolder();
      if (handle !== undefined) await localEntries.addFolder({ id: random.uuidv4(), name: handle.name, handle });
    } catch {
      toast(t('guest.notKept'));
    }
  };
  return {
    create: () => void navigate(`/local/${random.uuidv4()}`, { state: { isNew: true } }),
    openFile: () => void show(pickFiles(t('guest.markdownFiles')).then(openFiles)),
    openFolder: () => void openFolder(),
    take: (files) => void show(importFiles(files)),
    show: (arriving) => void show(arriving),
  };
}
