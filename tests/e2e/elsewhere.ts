import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';

/** Another server, which has one picture. */
export class Elsewhere {
  /** The headers of each request that reached it. */
  readonly requests: IncomingHttpHeaders[] = [];
  /** Null where it has nothing. */
  picture: Buffer | null = null;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', ({ headers, url }, response) => {
      this.requests.push(headers);
      const has = this.picture !== null && url !== '/gone.png';
      response.writeHead(has ? 200 : 404, { 'Content-Type': 'image/png', 'Set-Cookie': 'who=reads' });
      response.end(has ? this.picture : undefined);
    });
  }

  static async start(port: number): Promise<Elsewhere> {
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    return new Elsewhere(server);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
