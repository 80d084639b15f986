import type { Role, Ticket } from '../api/types';

export type TicketAnswer =
  | { kind: 'ticket'; ticket: Ticket }
  /** Not there, in the trash, or no longer ours to see. */
  | { kind: 'gone' }
  | { kind: 'signed-out' }
  | { kind: 'unreachable' };

export const mayEdit = (role: Role) => role === 'owner' || role === 'editor';

/** The socket's address: the ticket itself travels in the subprotocol, where no log sees it. */
export function socketAddress({ url, epoch }: Ticket, page: string): string {
  const address = new URL(url, page);
  address.protocol = address.protocol.replace('http', 'ws');
  address.searchParams.set('ack', '1');
  address.searchParams.set('epoch', String(epoch));
  return address.href;
}

export const subprotocols = ({ ticket }: Ticket) => ['mdreader', `ticket.${ticket}`];
