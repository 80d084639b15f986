import { use, useSyncExternalStore } from 'react';
import type { Me } from '../../api/types';
import { AsOthersContext } from '../document/AsOthersContext';
import { session, type SessionState } from './session';

export const useSession = (): SessionState => useSyncExternalStore(session.subscribe, session.state);

/** For what is only ever shown to somebody who is signed in. */
export function useMe(): Me {
  const state = useSession();
  if (state.kind !== 'signed-in' && state.kind !== 'guest')
    throw new Error('This part of the page needs somebody who is signed in.');
  return state.me;
}

/** Somebody who came by a link, or looks as such: there is no workspace around their document. */
export function useIsGuest(): boolean {
  const asOthers = use(AsOthersContext);
  return useSession().kind === 'guest' || asOthers;
}
