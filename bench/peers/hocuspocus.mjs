// node hocuspocus.mjs PORT FOLDER [sqlite]
import { join } from 'node:path';
import { Server } from '@hocuspocus/server';

const [port, folder, store] = process.argv.slice(2);
const extensions = [];
if (store === 'sqlite') {
  const { SQLite } = await import('@hocuspocus/extension-sqlite');
  extensions.push(new SQLite({ database: join(folder, 'hocuspocus.db') }));
}
const server = new Server({ port: Number(port), address: '127.0.0.1', quiet: true, extensions });
await server.listen();
