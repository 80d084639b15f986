import { useEffect, useState, useSyncExternalStore } from 'react';
import { accessToken } from '../../api/client';
import { isProblem } from '../../api/problem';
import type { Me, Ticket } from '../../api/types';
import { knownDocument, rememberRole } from '../../sync/knownDocuments';
import { LiveDocument } from '../../sync/liveDocument';
import type { LiveView } from '../../sync/liveView';
import { socketAddress, subprotocols, type TicketAnswer } from '../../sync/ticket';
import { unsentEdits } from '../../sync/unsentHere';
import { ticketAsked } from './asking';

/** The document as it is lived in: connected while the component is on the page. */
export function useLiveDocument(
  documentId: string,
  me: Me,
  keepsReading: boolean,
  asOthers = false,
): { live: LiveDocument; view: LiveView } {
  const [live] = useState(() => (asOthers ? lookAt(documentId, me) : openLive(documentId, me, keepsReading)));
  const view = useSyncExternalStore(live.subscribe, live.view);
  useEffect(() => {
    live.start();
    return () => live.stop();
  }, [live]);
  return { live, view };
}

/** As somebody who may only read, whatever one may: nothing of it is kept, and nothing can be changed. */
function lookAt(documentId: string, { id, name }: Pick<Me, 'id' | 'name'>): LiveDocument {
  return new LiveDocument(documentId, { id, name }, { ...around(documentId), askTicket: () => askToRead(documentId) });
}

async function askToRead(documentId: string): Promise<TicketAnswer> {
  const answer = await askTicket(documentId);
  return answer.kind === 'ticket' ? { kind: 'ticket', ticket: { ...answer.ticket, role: 'viewer' } } : answer;
}

export function openLive(
  documentId: string,
  { id, name }: Pick<Me, 'id' | 'name'>,
  keepsReading: boolean,
): LiveDocument {
  return new LiveDocument(
    documentId,
    { id, name },
    {
      ...around(documentId),
      recall: () => {
        const known = knownDocument(id, documentId);
        return known?.epoch == null || known.role === null ? null : { epoch: known.epoch, role: known.role };
      },
      remember: (epoch, role) => rememberRole(id, documentId, epoch, role),
      keepsReading,
      unsentEdits: () => unsentEdits(id, documentId),
    },
  );
}

const around = (documentId: string) => ({
  askTicket: () => askTicket(documentId),
  openSocket: (ticket: Ticket) => new WebSocket(socketAddress(ticket, location.href), subprotocols(ticket)),
  now: () => performance.now(),
  chance: Math.random,
  onToken: accessToken.subscribe,
  network: window,
});

async function askTicket(documentId: string): Promise<TicketAnswer> {
  try {
    return { kind: 'ticket', ticket: await ticketAsked.ask(documentId) };
  } catch (error) {
    if (isProblem(error, 403, 404, 410)) return { kind: 'gone' };
    if (isProblem(error, 401)) return { kind: 'signed-out' };
    if (isProblem(error)) return { kind: 'unreachable' };
    throw error;
  }
}
