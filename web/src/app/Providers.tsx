import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Suspense, useState, type ReactNode } from 'react';
import { isProblem, UNREACHABLE } from '../api/problem';
import { Toasts } from '../design/Toasts';
import { cspNonce } from './cspNonce';
import { Wait } from './Wait';

/** What every page needs that shows documents. */
export function Providers({ children }: { children: ReactNode }) {
  const [queries] = useState(newQueries);
  return (
    <CSPProvider nonce={cspNonce()}>
      <QueryClientProvider client={queries}>
        <Toasts>
          <Suspense fallback={<Wait />}>{children}</Suspense>
        </Toasts>
      </QueryClientProvider>
    </CSPProvider>
  );
}

/** Milliseconds until what couldn't be had for want of a server is asked for again. */
const AGAIN = 10_000;

const hasNoServer = (error: unknown) => isProblem(error, UNREACHABLE, 502, 503, 504);

function newQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // What can't be done now is said now, and not done behind the person's back when the network is there again.
      mutations: { networkMode: 'always' },
      queries: {
        staleTime: 5_000,
        // An answer that says no will say it again; only a missing one is worth another try.
        retry: (failures, error) => failures < 3 && hasNoServer(error),
        // A server that is back says so to nobody who never reached it.
        refetchInterval: ({ state: { error } }) => hasNoServer(error) && AGAIN,
      },
    },
  });
}
