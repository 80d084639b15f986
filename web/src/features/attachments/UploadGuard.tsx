import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ConfirmDialog } from '../workspace/ConfirmDialog';

/** Who goes elsewhere in the application while files are on their way is asked first: leaving gives them up. */
export function UploadGuard({ busy, giveUp }: { busy: boolean; giveUp: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [wanted, setWanted] = useState<string | null>(null);
  const asked = useEffectEvent((event: NavigateEvent) => {
    const { origin, pathname, search, hash } = new URL(event.destination.url);
    // Another page altogether is what the browser asks about by itself.
    if (!event.cancelable || origin !== location.origin || pathname === location.pathname) return;
    if (!event.destination.sameDocument) return;
    event.preventDefault();
    setWanted(pathname + search + hash);
  });
  useEffect(() => {
    // Browsers without it don't ask.
    const { navigation } = window as { navigation?: Navigation };
    if (!busy || navigation === undefined) return;
    const listener = (event: NavigateEvent) => asked(event);
    navigation.addEventListener('navigate', listener);
    return () => navigation.removeEventListener('navigate', listener);
  }, [busy]);
  return (
    <ConfirmDialog
      open={wanted !== null}
      onClose={() => setWanted(null)}
      title={t('attach.leaveTitle')}
      text={t('attach.leaveText')}
      action={t('attach.leave')}
      onConfirm={() => {
        giveUp();
        const to = wanted ?? '/';
        // Once nothing is on its way any more, nothing asks again.
        setTimeout(() => void navigate(to));
        return Promise.resolve();
      }}
    />
  );
}
