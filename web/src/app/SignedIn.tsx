import { lazy, useState } from 'react';
import { Navigate, Route, Routes, useLocation } from 'react-router';
import { takeReturn } from '../features/auth/providerReturn';
import { LiveInbox } from '../features/notifications/LiveInbox';
import { Start } from '../features/workspace/Start';
import { WorkspacePage } from '../features/workspace/WorkspacePage';
import { NotFound } from './Message';
import { Providers } from './Providers';

const DocumentPage = lazy(async () => ({ default: (await import('../features/document/DocumentPage')).DocumentPage }));

const ConfirmPage = lazy(async () => ({ default: (await import('../features/auth/ConfirmPage')).ConfirmPage }));
const ResetPassword = lazy(async () => ({ default: (await import('../features/auth/ResetPassword')).ResetPassword }));
const InvitePage = lazy(async () => ({ default: (await import('../features/sharing/InvitePage')).InvitePage }));
const DocumentInvitePage = lazy(async () => ({
  default: (await import('../features/sharing/DocumentInvitePage')).DocumentInvitePage,
}));
const GuestPage = lazy(async () => ({ default: (await import('../features/guest/GuestPage')).GuestPage }));
const OpenFromDesk = lazy(async () => ({ default: (await import('../features/guest/OpenFromDesk')).OpenFromDesk }));
const LinkPage = lazy(async () => ({ default: (await import('../features/sharing/LinkPage')).LinkPage }));
const SettingsPage = lazy(async () => ({
  default: (await import('../features/settings/SettingsPage')).SettingsPage,
}));

export function SignedIn() {
  return (
    <Providers>
      <LiveInbox />
      <Routes>
        <Route path="/" element={<Start />} />
        <Route path="/w/:workspaceId/*" element={<WorkspacePage />} />
        <Route path="/d/:documentId" element={<DocumentPage />} />
        <Route path="/local/:documentId" element={<GuestPage />} />
        <Route path="/open" element={<OpenFromDesk />} />
        <Route path="/invite" element={<InvitePage />} />
        <Route path="/document-invite" element={<DocumentInvitePage />} />
        <Route path="/link" element={<LinkPage />} />
        <Route path="/settings/*" element={<SettingsPage />} />
        <Route path="/sign-in" element={<Return />} />
        <Route path="/sign-up" element={<Return />} />
        <Route path="/setup" element={<Return />} />
        <Route path="/confirm" element={<ConfirmPage />} />
        <Route path="/forgot-password" element={<Return />} />
        <Route path="/reset-password" element={<ResetPassword />} />
        <Route path="*" element={<main>{<NotFound />}</main>} />
      </Routes>
    </Providers>
  );
}

/** To where the person was going before signing in. */
function Return() {
  const { state } = useLocation() as { state: { returnTo?: unknown } | null };
  const [remembered] = useState(takeReturn);
  const returnTo = state?.returnTo;
  return <Navigate to={typeof returnTo === 'string' ? returnTo : (remembered ?? '/')} replace />;
}
