import { createSign, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

const CLIENT = 'mdreader';
const KEY = 'one';

/** An OpenID Connect provider that lets everybody in as the person it was told. */
export class Provider {
  readonly url: string;
  person = { sub: 'nobody', email: 'nobody@example.org', email_verified: true, name: 'Nobody' };
  readonly #server: Server;
  readonly #keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  readonly #nonces = new Map<string, string>();

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.url = `http://127.0.0.1:${port}`;
    server.on('request', (request, response) => this.#answer(request, response));
  }

  static async start(port: number): Promise<Provider> {
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    return new Provider(server, port);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    switch (pathname) {
      case '/.well-known/openid-configuration':
        return json(response, {
          issuer: this.url,
          authorization_endpoint: `${this.url}/authorize`,
          token_endpoint: `${this.url}/token`,
          jwks_uri: `${this.url}/keys`,
          id_token_signing_alg_values_supported: ['RS256'],
        });
      case '/keys':
        return json(response, {
          keys: [{ ...this.#keys.publicKey.export({ format: 'jwk' }), kid: KEY, alg: 'RS256', use: 'sig' }],
        });
      case '/authorize': {
        const code = `code-${this.#nonces.size}`;
        this.#nonces.set(code, searchParams.get('nonce') ?? '');
        const back = new URL(searchParams.get('redirect_uri') ?? '');
        back.searchParams.set('code', code);
        back.searchParams.set('state', searchParams.get('state') ?? '');
        response.writeHead(302, { Location: back.href }).end();
        return;
      }
      case '/token':
        void this.#token(request, response);
        return;
      default:
        response.writeHead(404).end();
    }
  }

  async #token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await text(request));
    const now = Math.floor(Date.now() / 1000);
    const nonce = this.#nonces.get(form.get('code') ?? '');
    const claims = { iss: this.url, aud: CLIENT, iat: now, exp: now + 300, nonce, ...this.person };
    json(response, { access_token: 'unused', token_type: 'Bearer', id_token: this.#sign(claims) });
  }

  #sign(claims: object): string {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signed = `${part({ alg: 'RS256', kid: KEY, typ: 'JWT' })}.${part(claims)}`;
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(this.#keys.privateKey, 'base64url')}`;
  }
}

function json(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
