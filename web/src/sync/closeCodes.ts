/** Why the server closed the socket, by the codes of the public contract. */
export type Closed =
  | 'ticket-refused'
  | 'edits-refused'
  | 'gone'
  | 'epoch-changed'
  | 'restarting'
  /** The network, a crash, a limit on speed: come back later. */
  | 'lost';

export function closedBecause(code: number): Closed {
  switch (code) {
    case 4401:
      return 'ticket-refused';
    // Not permitted, malformed and too large have one thing in common: sending the same again changes nothing.
    case 4400:
    case 4403:
    case 4413:
      return 'edits-refused';
    case 4404:
      return 'gone';
    case 4409:
      return 'epoch-changed';
    case 1012:
      return 'restarting';
    default:
      return 'lost';
  }
}
