import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, Route, Routes, useLocation } from 'react-router';
import { lazyPage } from './lazyPart';
import { SignIn } from '../features/auth/SignIn';
import { SignUp } from '../features/auth/SignUp';
import { useSession } from '../features/auth/useSession';
import { Boundary } from './Boundary';
import { Wait } from './Wait';

const ConfirmPage = lazyPage(async () => (await import('../features/auth/ConfirmPage')).ConfirmPage);
const ForgotPassword = lazyPage(async () => (await import('../features/auth/ForgotPassword')).ForgotPassword);
const ResetPassword = lazyPage(async () => (await import('../features/auth/ResetPassword')).ResetPassword);
const SetUp = lazyPage(async () => (await import('../features/auth/SetUp')).SetUp);

// What a stranger never needs isn't loaded before somebody is signed in.
const SignedIn = lazyPage(async () => (await import('./SignedIn')).SignedIn);

const GuestPage = lazyPage(async () => (await import('../features/guest/GuestPage')).GuestPage);
const OpenFromDesk = lazyPage(async () => (await import('../features/guest/OpenFromDesk')).OpenFromDesk);
const GuestDocument = lazyPage(async () => (await import('../features/sharing/GuestDocument')).GuestDocument);
const DocumentInvitePage = lazyPage(
  async () => (await import('../features/sharing/DocumentInvitePage')).DocumentInvitePage,
);
const InvitePage = lazyPage(async () => (await import('../features/sharing/InvitePage')).InvitePage);
const LinkPage = lazyPage(async () => (await import('../features/sharing/LinkPage')).LinkPage);

export function App() {
  return (
    <Boundary>
      <Suspense fallback={<Wait />}>
        <ForState />
      </Suspense>
    </Boundary>
  );
}

function ForState() {
  const { t } = useTranslation();
  const state = useSession();
  switch (state.kind) {
    case 'starting':
      return <Wait />;
    case 'unreachable':
      // What lives in this browser needs no server.
      return (
        <Routes>
          <Route path="/" element={<GuestPage />} />
          <Route path="/local/:documentId" element={<GuestPage />} />
          <Route path="*" element={<Wait text={t('app.unreachable')} />} />
        </Routes>
      );
    case 'signed-out':
      return <Strangers wayBack={!state.wanted} />;
    case 'guest':
      return <GuestDocument documentId={state.documentId} />;
    case 'signed-in':
      return <SignedIn />;
  }
}

/** @param wayBack Who signs in comes back to the address that they asked for. */
function Strangers({ wayBack }: { wayBack: boolean }) {
  const { pathname, search, hash } = useLocation();
  const state = wayBack ? { returnTo: pathname + search + hash } : null;
  return (
    <Suspense fallback={<Wait />}>
      <Routes>
        <Route path="/" element={<GuestPage />} />
        <Route path="/local/:documentId" element={<GuestPage />} />
        <Route path="/open" element={<OpenFromDesk />} />
        <Route path="/sign-in" element={<SignIn />} />
        <Route path="/sign-up" element={<SignUp />} />
        <Route path="/setup" element={<SetUp />} />
        <Route path="/confirm" element={<ConfirmPage />} />
        <Route path="/forgot-password" element={<ForgotPassword />} />
        <Route path="/reset-password" element={<ResetPassword />} />
        <Route path="/invite" element={<InvitePage />} />
        <Route path="/document-invite" element={<DocumentInvitePage />} />
        <Route path="/link" element={<LinkPage />} />
        <Route path="*" element={<Navigate to="/sign-in" replace state={state} />} />
      </Routes>
    </Suspense>
  );
}
