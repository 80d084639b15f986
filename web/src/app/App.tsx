import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, Route, Routes, useLocation } from 'react-router';
import { SetUp } from '../features/auth/SetUp';
import { SignIn } from '../features/auth/SignIn';
import { SignUp } from '../features/auth/SignUp';
import { useSession } from '../features/auth/useSession';
import { Boundary } from './Boundary';
import { Wait } from './Wait';

// What a stranger never needs isn't loaded before somebody is signed in.
const SignedIn = lazy(async () => ({ default: (await import('./SignedIn')).SignedIn }));

const GuestDocument = lazy(async () => ({
  default: (await import('../features/sharing/GuestDocument')).GuestDocument,
}));
const DocumentInvitePage = lazy(async () => ({
  default: (await import('../features/sharing/DocumentInvitePage')).DocumentInvitePage,
}));
const LinkPage = lazy(async () => ({ default: (await import('../features/sharing/LinkPage')).LinkPage }));
const StrangerInvite = lazy(async () => ({
  default: (await import('../features/sharing/StrangerInvite')).StrangerInvite,
}));

export function App() {
  const { t } = useTranslation();
  const state = useSession();
  switch (state.kind) {
    case 'starting':
      return <Wait />;
    case 'unreachable':
      return <Wait text={t('app.unreachable')} />;
    case 'signed-out':
      return <Strangers />;
    case 'guest':
      return (
        <Boundary>
          <Suspense fallback={<Wait />}>
            <GuestDocument documentId={state.documentId} />
          </Suspense>
        </Boundary>
      );
    case 'signed-in':
      return (
        <Boundary>
          <Suspense fallback={<Wait />}>
            <SignedIn />
          </Suspense>
        </Boundary>
      );
  }
}

function Strangers() {
  const location = useLocation();
  return (
    <Suspense fallback={<Wait />}>
      <Routes>
        <Route path="/sign-in" element={<SignIn />} />
        <Route path="/sign-up" element={<SignUp />} />
        <Route path="/setup" element={<SetUp />} />
        <Route path="/invite" element={<StrangerInvite />} />
        <Route path="/document-invite" element={<DocumentInvitePage />} />
        <Route path="/link" element={<LinkPage />} />
        <Route
          path="*"
          element={<Navigate to="/sign-in" replace state={{ returnTo: location.pathname + location.hash }} />}
        />
      </Routes>
    </Suspense>
  );
}
