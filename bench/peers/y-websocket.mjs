// node y-websocket.mjs PORT FOLDER
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const [port] = process.argv.slice(2);
process.env.HOST = '127.0.0.1';
process.env.PORT = port;
const main = createRequire(import.meta.url).resolve('@y/websocket-server/package.json');
await import(join(dirname(main), 'src/server.js'));
