import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { Navigate, Route, Routes, useLocation } from 'react-router';
import { isProblem, UNREACHABLE } from '../api/problem';
import { Toasts } from '../design/Toasts';
import { Start } from '../features/workspace/Start';
import { WorkspacePage } from '../features/workspace/WorkspacePage';
import { cspNonce } from './cspNonce';
import { NotFound } from './Message';
import { Wait } from './Wait';

const DocumentPage = lazy(async () => ({ default: (await import('../features/document/DocumentPage')).DocumentPage }));

const InvitePage = lazy(async () => ({ default: (await import('../features/sharing/InvitePage')).InvitePage }));
const SettingsPage = lazy(async () => ({
  default: (await import('../features/settings/SettingsPage')).SettingsPage,
}));

export function SignedIn() {
  const [queries] = useState(newQueries);
  return (
    <CSPProvider nonce={cspNonce()}>
      <QueryClientProvider client={queries}>
        <Toasts>
          <Suspense fallback={<Wait />}>
            <Routes>
              <Route path="/" element={<Start />} />
              <Route path="/w/:workspaceId/*" element={<WorkspacePage />} />
              <Route path="/d/:documentId" element={<DocumentPage />} />
              <Route path="/invite" element={<InvitePage />} />
              <Route path="/settings/*" element={<SettingsPage />} />
              <Route path="/sign-in" element={<Return />} />
              <Route path="/sign-up" element={<Return />} />
              <Route path="/setup" element={<Return />} />
              <Route path="*" element={<main>{<NotFound />}</main>} />
            </Routes>
          </Suspense>
        </Toasts>
      </QueryClientProvider>
    </CSPProvider>
  );
}

/** To where the person was going before signing in. */
function Return() {
  const { state } = useLocation() as { state: { returnTo?: unknown } | null };
  const returnTo = state?.returnTo;
  return <Navigate to={typeof returnTo === 'string' ? returnTo : '/'} replace />;
}

function newQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        // An answer that says no will say it again; only a missing one is worth another try.
        retry: (failures, error) => failures < 3 && isProblem(error, UNREACHABLE, 502, 503, 504),
      },
    },
  });
}
