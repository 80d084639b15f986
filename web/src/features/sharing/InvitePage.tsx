import { QueryClientContext } from '@tanstack/react-query';
import { useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { dateLocale } from '../../i18n/locale';
import { body, client } from '../../api/client';
import { workspacesQuery } from '../workspace/queries';
import { Invitation } from './Invitation';

const read = (invite: string) => body(client.GET('/api/v1/invites/{invite}', { params: { path: { invite } } }));

/** An invitation to a workspace. */
export function InvitePage() {
  const { t, i18n } = useTranslation();
  // There is none before somebody is signed in, and so may accept.
  const queries = useContext(QueryClientContext);
  return (
    <Invitation
      read={read}
      about={({ workspace, invitedBy, role, expiresAt }) => ({
        title: t('invite.title', { workspace }),
        text: t('invite.text', {
          invitedBy,
          role: t(`workspace.role_${role}`),
          until: new Date(expiresAt).toLocaleDateString(dateLocale(i18n.language), { dateStyle: 'long' }),
        }),
      })}
      accept={async (invite) => {
        const { id } = await body(client.POST('/api/v1/invites/{invite}/accept', { params: { path: { invite } } }));
        await queries?.invalidateQueries(workspacesQuery);
        return `/w/${id}`;
      }}
    />
  );
}
