import WebSocket from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';

export interface StockClient {
  provider: WebsocketProvider;
  doc: Y.Doc;
  text: Y.Text;
  /** When the server's whole text has come. */
  synced: Promise<void>;
  close: () => void;
}

/** npm's y-websocket with npm's yjs, as anybody would use them. */
export function stockClient(origin: string, token: string, document: string): StockClient {
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(`${origin.replace('http', 'ws')}/collab`, document, doc, {
    params: { token },
    // Node 20 has no WebSocket of its own.
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  });
  const synced = new Promise<void>((resolve) => {
    provider.on('sync', (done: boolean) => {
      if (done) resolve();
    });
  });
  return {
    provider,
    doc,
    text: doc.getText('content'),
    synced,
    close: () => {
      provider.destroy();
      doc.destroy();
    },
  };
}
