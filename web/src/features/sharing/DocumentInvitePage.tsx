import { useTranslation } from 'react-i18next';
import { dateLocale } from '../../i18n/locale';
import { body, client } from '../../api/client';
import { Invitation } from './Invitation';

const read = (token: string) => body(client.GET('/api/v1/document-invites/{token}', { params: { path: { token } } }));

/** An invitation to one document. */
export function DocumentInvitePage() {
  const { t, i18n } = useTranslation();
  return (
    <Invitation
      read={read}
      about={({ title, invitedBy, role, email, expiresAt }) => ({
        title: title || t('workspace.untitled'),
        text: t('invite.documentText', {
          invitedBy,
          role: t(`workspace.role_${role}`),
          email,
          until: new Date(expiresAt).toLocaleDateString(dateLocale(i18n.language), { dateStyle: 'long' }),
        }),
      })}
      accept={async (token) => {
        const { documentId } = await body(
          client.POST('/api/v1/document-invites/{token}/accept', { params: { path: { token } } }),
        );
        return `/d/${documentId}`;
      }}
    />
  );
}
