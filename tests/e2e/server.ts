import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findLetter, type Letter } from './letters';

const HOST = join(import.meta.dirname, '../../src/MDReader.Host/bin');
const START_PATIENCE = 60_000;
const LETTER_PATIENCE = 60_000;

export interface Settings {
  /** Into a folder, where `letter` reads it. */
  sendsMail?: boolean;
  environment?: Record<string, string>;
}

/**
 * The host as it was built, on a data folder and a port of its own; or, with `MDREADER_E2E_SERVER`, one that runs already at
 * this address.
 */
export class Server {
  readonly url: string;
  /** The one that it is at, and those that it was at before. */
  readonly #folders = [newFolder()];
  readonly #settings: Settings;
  #process: ChildProcess | null = null;
  #said = '';

  private constructor(url: string, settings: Settings) {
    this.url = url;
    this.#settings = settings;
  }

  static async start(settings: Settings = {}): Promise<Server> {
    const running = process.env['MDREADER_E2E_SERVER'];
    if (running !== undefined) return new Server(running, settings);
    const server = new Server(`http://127.0.0.1:${await freePort()}`, settings);
    try {
      await server.start();
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** Also after `kill`: on the same port, with the same data. */
  async start(): Promise<void> {
    const child = this.#run();
    this.#process = child;
    await this.#ready(child);
  }

  /** Beside the running server; gives the place that it can be restored from. */
  async backUp(): Promise<string> {
    const place = join(this.#data, 'backup');
    await this.#verb('backup', place);
    return place;
  }

  /** Begins anew from a backup, at the same address: what came after it never was. */
  async restore(place: string): Promise<void> {
    await this.kill();
    this.#folders.push(newFolder());
    await this.#verb('restore', place);
    await this.start();
  }

  async #verb(...args: string[]): Promise<void> {
    const child = this.#run(...args);
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}:\n${this.#said}`);
  }

  #run(...args: string[]): ChildProcess {
    const child = spawn('dotnet', [hostAssembly(), ...args], {
      env: {
        ...process.env,
        MDREADER_DATA: this.#data,
        MDREADER_URLS: this.url,
        DOTNET_NOLOGO: '1',
        // All people of these tests come from one address.
        MDReader__Accounts__SignUpsPerMinuteAndAddress: '1000',
        MDReader__Accounts__SignInsPerMinuteAndAddress: '1000',
        // Each of them signs up and in, and what is slow on purpose would be a good part of the whole.
        MDReader__Accounts__PasswordIterations: '1000',
        ...(this.#settings.sendsMail === true && { MDREADER_MAIL_FOLDER: this.#mail, MDREADER_PUBLIC_URL: this.url }),
        ...this.#settings.environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        this.#said = (this.#said + chunk.toString()).slice(-20_000);
      });
    return child;
  }

  /** As a power cut for the process: no handler runs. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
    for (const folder of this.#folders) rmSync(folder, { recursive: true, force: true });
  }

  /** The code and the link of the newest letter to somebody with this subject, as soon as it is there. */
  async letter(to: string, subject: string): Promise<Letter> {
    const until = Date.now() + LETTER_PATIENCE;
    while (Date.now() < until) {
      const found = findLetter(this.#mail, to, subject);
      if (found !== null) return found;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`No letter "${subject}" came for ${to}:\n${this.#said}`);
  }

  get #data(): string {
    return this.#folders.at(-1) ?? '';
  }

  get #mail(): string {
    return join(this.#data, 'letters');
  }

  /** What every letter says that asks to confirm an address; null where no letters are sent, or each says something else. */
  get code(): string | null {
    return process.env['MDREADER_E2E_CODE'] ?? null;
  }

  /** What the server printed, for instance its set-up link. */
  get said(): string {
    return this.#said;
  }

  async #ready(child: ChildProcess): Promise<void> {
    const until = Date.now() + START_PATIENCE;
    while (Date.now() < until) {
      if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}:\n${this.#said}`);
      const answer = await fetch(`${this.url}/health/ready`).catch(() => null);
      if (answer?.ok === true) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`The server was not ready within ${START_PATIENCE / 1000} s:\n${this.#said}`);
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }
}

/** `MDREADER_HOST` names the host's dll; else the one that was built last. */
function hostAssembly(): string {
  const named = process.env['MDREADER_HOST'];
  if (named !== undefined) return named;
  const built = ['Release', 'Debug']
    .map((configuration) => join(HOST, configuration, 'net10.0/MDReader.Host.dll'))
    .filter((path) => existsSync(path))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  if (built[0] === undefined) throw new Error('Build the host first: dotnet build src/MDReader.Host');
  return built[0];
}

const newFolder = () => mkdtempSync(join(tmpdir(), 'mdreader-e2e-'));

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('This machine gave no port.');
  return address.port;
}
