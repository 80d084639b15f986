import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, Route, Routes, useLocation } from 'react-router';
import { SetUp } from '../features/auth/SetUp';
import { SignIn } from '../features/auth/SignIn';
import { SignUp } from '../features/auth/SignUp';
import { useSession } from '../features/auth/useSession';
import { StrangerInvite } from '../features/sharing/StrangerInvite';
import { Boundary } from './Boundary';
import { Wait } from './Wait';

// What a stranger never needs isn't loaded before somebody is signed in.
const SignedIn = lazy(async () => ({ default: (await import('./SignedIn')).SignedIn }));

export function App() {
  const { t } = useTranslation();
  const { kind } = useSession();
  switch (kind) {
    case 'starting':
      return <Wait />;
    case 'unreachable':
      return <Wait text={t('app.unreachable')} />;
    case 'signed-out':
      return <Strangers />;
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
    <Routes>
      <Route path="/sign-in" element={<SignIn />} />
      <Route path="/sign-up" element={<SignUp />} />
      <Route path="/setup" element={<SetUp />} />
      <Route path="/invite" element={<StrangerInvite />} />
      <Route
        path="*"
        element={<Navigate to="/sign-in" replace state={{ returnTo: location.pathname + location.hash }} />}
      />
    </Routes>
  );
}
