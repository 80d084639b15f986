import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { configQuery } from '../../api/config';
import type { Role } from '../../api/types';
import { useToast } from '../../design/Toasts';
import { Uploads, type Failure } from '../../editor/uploads';
import type { AttachedFiles } from '../../markdown/attachments';
import type { FarPictures } from '../../markdown/farPictures';
import type { EditorText } from '../../sync/editorText';
import { mayEdit } from '../../sync/ticket';
import { useSession } from '../auth/useSession';
import { FetchedFarPictures } from './fetchedFarPictures';
import { FetchedFiles } from './fetchedFiles';
import { sendFile } from './sendFile';
import { useWhy } from './useWhy';

/** How files come into a text, and how those that it names are shown. */
export interface Attaching {
  /** Null for those who may not attach. */
  uploads: Uploads | null;
  /** Tells who tried it all the same. */
  refuse: () => void;
  /** Null where a text has no files. */
  files: AttachedFiles | null;
  /** Null where pictures of other servers aren't fetched. */
  far: FarPictures | null;
  /** Something that was pasted or dropped isn't in the text yet. */
  busy: boolean;
}

/** @param shown What the editor shows; null until it is open. */
export function useAttaching(documentId: string, role: Role, shown: EditorText | null): Attaching {
  const { t } = useTranslation();
  const toast = useToast();
  const whyOf = useWhy();
  const [uploads] = useState(() => new Uploads((...file) => sendFile(documentId, ...file)));
  const session = useSession();
  const [files] = useState(() => new FetchedFiles(session.kind === 'signed-in' ? session.me.id : null));
  const { data: config } = useQuery(configQuery);
  const [far] = useState(() => new FetchedFarPictures(documentId));
  const busy = useSyncExternalStore(uploads.subscribe, uploads.busy);
  const failed = useEffectEvent(({ names, error, retry }: Failure) => {
    const reason = error === null ? t('attach.why_closed') : whyOf(error);
    toast(t('attach.failed', { count: names.length, name: names[0] ?? '', reason }), {
      label: t('attach.retry'),
      run: retry,
    });
  });
  const notFetched = useEffectEvent((error: unknown) => toast(t('attach.notFetched', { reason: whyOf(error) })));
  useEffect(() => {
    uploads.onFailure((failure) => failed(failure));
    files.onFailure((error) => notFetched(error));
    return () => {
      uploads.close();
      files.close();
      far.close();
    };
  }, [uploads, files, far]);
  useEffect(() => uploads.writeInto(shown), [uploads, shown]);
  return {
    uploads: mayEdit(role) ? uploads : null,
    refuse: () => toast(t('attach.needsEditor')),
    files,
    far: config?.features.picturesFromElsewhere === true ? far : null,
    busy,
  };
}

/** Documents on this device have a text and nothing else. */
export function useNoAttaching(): Attaching {
  const { t } = useTranslation();
  const toast = useToast();
  return { uploads: null, refuse: () => toast(t('attach.needsWorkspace')), files: null, far: null, busy: false };
}
