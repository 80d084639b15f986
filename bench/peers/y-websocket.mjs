// node y-websocket.mjs PORT FOLDER [leveldb]
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const [port, folder, store] = process.argv.slice(2);
process.env.HOST = '127.0.0.1';
process.env.PORT = port;
const main = dirname(createRequire(import.meta.url).resolve('@y/websocket-server/package.json'));
if (store === 'leveldb') {
  // As its predecessor y-websocket 2 did by itself.
  const { setPersistence } = await import(join(main, 'src/utils.js'));
  const { LeveldbPersistence } = await import('y-leveldb');
  const { applyUpdate, encodeStateAsUpdate } = await import('yjs');
  const kept = new LeveldbPersistence(folder);
  setPersistence({
    provider: kept,
    bindState: async (name, doc) => {
      const before = await kept.getYDoc(name);
      await kept.storeUpdate(name, encodeStateAsUpdate(doc));
      applyUpdate(doc, encodeStateAsUpdate(before));
      doc.on('update', (update) => kept.storeUpdate(name, update));
    },
    writeState: async () => {},
  });
}
await import(join(main, 'src/server.js'));
