// Serves the page that stands for HedgeDoc 1, and the text to it.
import { once } from 'node:events';
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const HERE = import.meta.dirname;
const PACKAGES = join(HERE, '../node_modules');
const TYPES = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html' };

export async function startPeer(text) {
  const server = createServer((request, response) => {
    const path = normalize(request.url);
    if (path === '/text') {
      response.setHeader('Content-Type', 'text/markdown; charset=utf-8');
      response.end(text);
      return;
    }
    const inPackage = /^\/(?:codemirror|markdown-it)\//.test(path);
    const file = path === '/' ? join(HERE, 'codemirror5.html') : join(inPackage ? PACKAGES : HERE, path);
    if (!existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream');
    createReadStream(file).pipe(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${server.address().port}/`, stop: () => void server.close() };
}
