import { useSyncExternalStore } from 'react';
import type { Me } from '../../api/types';
import { session, type SessionState } from './session';

export const useSession = (): SessionState => useSyncExternalStore(session.subscribe, session.state);

/** For what is only ever shown to somebody who is signed in. */
export function useMe(): Me {
  const state = useSession();
  if (state.kind !== 'signed-in' && state.kind !== 'guest')
    throw new Error('This part of the page needs somebody who is signed in.');
  return state.me;
}

/** Somebody who came by a link: there is no workspace around their document. */
export const useIsGuest = (): boolean => useSession().kind === 'guest';
