import type { CompletionSource } from '@codemirror/autocomplete';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useToast } from '../../design/Toasts';
import { mentionMenu } from '../../editor/mentionMenu';
import { mentionableQuery, MOST_OFFERED } from '../comments/queries';

/**
 * Offers the people whom the document's text may mention.
 *
 * @param letIn Opens what lets somebody in; null for those who may not.
 */
export function useMentioning(documentId: string, letIn: (() => void) | null): CompletionSource {
  const { t } = useTranslation();
  const toast = useToast();
  const queries = useQueryClient();
  return mentionMenu({
    cantOpen: t('document.cantOpen'),
    async find(typed) {
      const found = await queries.query(mentionableQuery(documentId, typed));
      const people = found.map(({ userId: id, name, email, role }) => ({ id, name, email, canOpen: role !== null }));
      return { people, isAll: people.length < MOST_OFFERED };
    },
    outsider: ({ name }) =>
      toast(
        t('document.mentionedOutsider', { name }),
        letIn === null ? undefined : { label: t('sharing.share'), run: letIn },
      ),
  });
}
