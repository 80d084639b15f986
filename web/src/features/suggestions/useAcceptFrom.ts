import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../app/useProblemText';
import type { Suggestion } from '../../api/types';
import { useToast } from '../../design/Toasts';
import { undecidedOf } from './fromOne';
import type { Deciding } from './queries';

/** Accepts all that one person suggests, as one edit, which one step takes back; says what had to stay open. */
export function useAcceptFrom({ acceptTogether, reopen }: Deciding): (suggestions: Suggestion[]) => void {
  const { t } = useTranslation();
  const toast = useToast();
  const textOf = useProblemText();
  const onError = (failure: unknown) => toast(textOf(failure));
  return (suggestions) =>
    acceptTogether.mutate(
      suggestions.map(({ id }) => id),
      {
        onSuccess: ({ before, etag, conflicts }) => {
          const said = [
            t('suggestions.acceptedTogether', { count: undecidedOf(suggestions) - conflicts.length }),
            ...(conflicts.length === 0 ? [] : [t('suggestions.leftOpen', { count: conflicts.length })]),
          ].join(' ');
          if (before === null) toast(said);
          else
            toast(said, {
              label: t('document.undo'),
              run: () => reopen.mutate(etag, { onSuccess: () => toast(t('suggestions.takenBack')), onError }),
            });
        },
        onError,
      },
    );
}
