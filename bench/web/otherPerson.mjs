// Somebody else at work on the same text, a few lines above: npm's y-websocket, as any client would be.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(import.meta.dirname, '../../tests/e2e/package.json'));
const { WebsocketProvider } = require('y-websocket');
const WebSocket = require('ws');
const Y = require('yjs');

const EVERY = 120;
const WORDS = 'while another one adds some words of theirs ';

export async function otherPerson(url, { token, id, name }, document) {
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(`${url.replace('http', 'ws')}/collab`, document, doc, {
    params: { token },
    WebSocketPolyfill: WebSocket,
    disableBc: true,
  });
  await new Promise((resolve) => provider.on('sync', (done) => done && resolve()));
  const text = doc.getText('content');
  const whole = text.toString();
  // The end of the last paragraph before the middle.
  let at = whole.indexOf('.\n', whole.length / 2 - 1_500);
  let typed = 0;
  const typing = setInterval(() => {
    text.insert(at, WORDS[typed++ % WORDS.length]);
    at += 1;
    const position = Y.createRelativePositionFromTypeIndex(text, at);
    provider.awareness.setLocalState({ user: { id, name }, cursor: { anchor: position, head: position } });
  }, EVERY);
  return () => {
    clearInterval(typing);
    provider.destroy();
    doc.destroy();
  };
}
