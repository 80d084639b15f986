import { useState } from 'react';
import { Navigate, Route, Routes, useLocation } from 'react-router';
import { lazyPage } from './lazyPart';
import { takeReturn } from '../features/auth/providerReturn';
import { LiveWorkspace } from '../features/workspace/LiveWorkspace';
import { Start } from '../features/workspace/Start';
import { WorkspacePage } from '../features/workspace/WorkspacePage';
import { MemberPages } from './MemberPages';
import { NotFound } from './Message';
import { Providers } from './Providers';

const DocumentPage = lazyPage(async () => (await import('../features/document/DocumentPage')).DocumentPage);

const ConfirmPage = lazyPage(async () => (await import('../features/auth/ConfirmPage')).ConfirmPage);
const ResetPassword = lazyPage(async () => (await import('../features/auth/ResetPassword')).ResetPassword);
const InvitePage = lazyPage(async () => (await import('../features/sharing/InvitePage')).InvitePage);
const DocumentInvitePage = lazyPage(
  async () => (await import('../features/sharing/DocumentInvitePage')).DocumentInvitePage,
);
const GuestPage = lazyPage(async () => (await import('../features/guest/GuestPage')).GuestPage);
const OpenFromDesk = lazyPage(async () => (await import('../features/guest/OpenFromDesk')).OpenFromDesk);
const LinkPage = lazyPage(async () => (await import('../features/sharing/LinkPage')).LinkPage);
const SettingsPage = lazyPage(async () => (await import('../features/settings/SettingsPage')).SettingsPage);

export function SignedIn() {
  return (
    <Providers>
      <LiveWorkspace />
      <Routes>
        <Route path="/" element={<Start />} />
        <Route element={<MemberPages />}>
          <Route path="/w/:workspaceId/*" element={<WorkspacePage />} />
          <Route path="/d/:documentId" element={<DocumentPage />} />
        </Route>
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
