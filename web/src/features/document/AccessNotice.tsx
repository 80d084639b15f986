import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Role } from '../../api/types';
import type { LiveDocument } from '../../sync/liveDocument';
import { Banner } from './Banner';
import { whoChangedAccess } from './queries';

interface Told {
  to: Role;
  /** Null where nobody is known. */
  by: string | null;
}

/** Says that somebody has changed what the person may do here, and who, until they have read it. */
export function AccessNotice({ documentId, live }: { documentId: string; live: LiveDocument }) {
  const { t } = useTranslation();
  const [told, setTold] = useState<Told | null>(null);
  useEffect(() => {
    let latest = 0;
    const stop = live.onAccess(({ to }) => {
      const number = ++latest;
      void whoChangedAccess(documentId).then((by) => {
        // Changed again meanwhile: only how it stands now is of use.
        if (number === latest) setTold({ to, by });
      });
    });
    return () => {
      latest += 1;
      stop();
    };
  }, [documentId, live]);
  const text = ({ to, by }: Told) => (by === null ? t(`access.now_${to}`) : t(`access.nowBy_${to}`, { name: by }));
  return <Banner text={told && text(told)} action={t('guest.understood')} onAction={() => setTold(null)} />;
}
