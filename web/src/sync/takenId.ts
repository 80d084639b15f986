import * as Y from 'yjs';

/** Whether the server has more of this page's own id than this page ever wrote: then somebody else did. */
export function isTaken({ store, clientID }: Y.Doc, clocks: Map<number, number>): boolean {
  return (clocks.get(clientID) ?? 0) > Y.getState(store, clientID);
}
