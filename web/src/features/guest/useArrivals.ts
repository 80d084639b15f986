import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import * as random from 'lib0/random';
import { useToast } from '../../design/Toasts';
import { pickFiles, pickFolder } from '../../sync/filePickers';
import { importFiles, openFiles, openFolder, type Arrived } from './arrivals';

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
  /** What was picked, if anything. */
  const picked = async <T>(picking: Promise<T>): Promise<T | undefined> => {
    try {
      return await picking;
    } catch {
      toast(t('guest.notAllowed'));
      return undefined;
    }
  };
  const pickAndShow = async () => {
    const handles = await picked(pickFiles(t('guest.markdownFiles')));
    if (handles !== undefined) await show(openFiles(handles));
  };
  const pickAndKeep = async () => {
    const handle = await picked(pickFolder());
    if (handle === undefined) return;
    try {
      await openFolder(handle);
    } catch {
      toast(t('guest.notKept'));
    }
  };
  return {
    create: () => void navigate(`/local/${random.uuidv4()}`, { state: { isNew: true } }),
    openFile: () => void pickAndShow(),
    openFolder: () => void pickAndKeep(),
    take: (files) => void show(importFiles(files)),
    show: (arriving) => void show(arriving),
  };
}
