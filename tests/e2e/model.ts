import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';

export interface Request {
  model: string;
  messages: { role: string; content: string }[];
}

/** Speaks OpenAI's chat completions: says what a test has told it to, piece by piece. */
export class Model {
  readonly url: string;
  readonly requests: Request[] = [];
  /** How many of those who asked went away before the end. */
  left = 0;
  readonly #server: Server;
  #pieces: string[] = [];
  #status = 200;
  #holdAfter = Infinity;
  #release: () => void = () => undefined;
  #released: Promise<void> = Promise.resolve();

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.url = `http://127.0.0.1:${port}/v1`;
    server.on('request', (request, response) => void this.#answer(request, response));
  }

  static async start(port: number): Promise<Model> {
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    return new Model(server, port);
  }

  /** From now on. @param holdAfter so many pieces it waits, until `goOn`. */
  says(pieces: string[], { holdAfter = Infinity } = {}): void {
    this.#pieces = pieces;
    this.#status = 200;
    this.#holdAfter = holdAfter;
    this.#released = new Promise((release) => (this.#release = release));
  }

  fails(status: number): void {
    this.#status = status;
  }

  goOn(): void {
    this.#release();
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests.push((await json(request)) as Request);
    if (this.#status !== 200) {
      response.writeHead(this.#status).end();
      return;
    }
    response.on('close', () => {
      if (!response.writableEnded) this.left += 1;
    });
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    const send = (event: object | string) =>
      response.write(`data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`);
    for (const [index, content] of this.#pieces.entries()) {
      if (index === this.#holdAfter) await Promise.race([this.#released, once(response, 'close')]);
      if (response.destroyed) return;
      send({ choices: [{ index: 0, delta: { content } }] });
    }
    send({ choices: [], usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 } });
    send('[DONE]');
    response.end();
  }
}
