import { useEffect, useState, useSyncExternalStore } from 'react';
import { accessToken, body, client } from '../../api/client';
import { isProblem } from '../../api/problem';
import type { Me } from '../../api/types';
import { knownDocument, rememberRole } from '../../sync/knownDocuments';
import { LiveDocument, type LiveView } from '../../sync/liveDocument';
import { socketAddress, subprotocols, type TicketAnswer } from '../../sync/ticket';

/** The document as it is lived in: connected while the component is on the page. */
export function useLiveDocument(
  documentId: string,
  me: Me,
  keepsReading: boolean,
): { live: LiveDocument; view: LiveView } {
  const [live] = useState(() => openLive(documentId, me, keepsReading));
  const view = useSyncExternalStore(live.subscribe, live.view);
  useEffect(() => {
    live.start();
    return () => live.stop();
  }, [live]);
  return { live, view };
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
      askTicket: () => askTicket(documentId),
      openSocket: (ticket) => new WebSocket(socketAddress(ticket, location.href), subprotocols(ticket)),
      now: () => performance.now(),
      chance: Math.random,
      onToken: accessToken.subscribe,
      recall: () => {
        const known = knownDocument(id, documentId);
        return known?.epoch == null || known.role === null ? null : { epoch: known.epoch, role: known.role };
      },
      remember: (epoch, role) => rememberRole(id, documentId, epoch, role),
      keepsReading,
      network: window,
    },
  );
}

async function askTicket(documentId: string): Promise<TicketAnswer> {
  try {
    const ticket = await body(
      client.POST('/api/v1/documents/{id}/realtime-tickets', { params: { path: { id: documentId } } }),
    );
    return { kind: 'ticket', ticket };
  } catch (error) {
    if (isProblem(error, 403, 404, 410)) return { kind: 'gone' };
    if (isProblem(error, 401)) return { kind: 'signed-out' };
    if (isProblem(error)) return { kind: 'unreachable' };
    throw error;
  }
}
