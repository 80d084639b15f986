import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../app/useProblemText';
import { useToast } from '../../design/Toasts';
import { useMuting, type Mutable } from './muting';
import { INBOX, useReading, useUnreading, type WhatToRead } from './queries';

/** What can be done to what is in the inbox; whatever fails is said. */
export function useInboxActions() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const toast = useToast();
  const textOf = useProblemText();
  const reading = useReading();
  const unreading = useUnreading();
  const muting = useMuting();
  const onError = (error: unknown) => toast(textOf(error));
  const unmute = (what: Mutable) => muting.unmute.mutate(what, { onError });
  return {
    read: (what: WhatToRead) => reading.mutate(what, { onError }),
    unread: (id: string) => unreading.mutate([id], { onError }),
    mute: (what: Mutable) =>
      muting.mute.mutate(what, {
        onError,
        onSuccess: () =>
          toast(t('threadId' in what ? 'inbox.threadMuted' : 'inbox.documentMuted'), {
            label: t('document.undo'),
            run: () => unmute(what),
          }),
      }),
    unmute,
    /** A thread has changed: entries say whether theirs is resolved. */
    refresh: () => queries.invalidateQueries(INBOX),
    fail: onError,
  };
}

export type InboxActions = ReturnType<typeof useInboxActions>;
