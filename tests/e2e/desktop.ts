import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BUILT = join(import.meta.dirname, '../../src/MDReader.Desktop/bin');
const PATIENCE = 60_000;

/** The desktop application without its window: it prints the address that the window would open. */
export class Desktop {
  readonly folder = mkdtempSync(join(tmpdir(), 'mdreader-desktop-'));
  #process: ChildProcess | null = null;
  #said = '';

  /** @returns the address, good once. */
  async start(...paths: string[]): Promise<string> {
    const data = join(this.folder, 'data');
    mkdirSync(data, { recursive: true });
    this.#said = '';
    const child = spawn('dotnet', [assembly(), '--window', 'none', '--data', data, ...paths], {
      env: { ...process.env, DOTNET_NOLOGO: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        this.#said += chunk.toString();
      });
    this.#process = child;
    const until = Date.now() + PATIENCE;
    while (Date.now() < until) {
      const address = /Open this, once: (\S+)/.exec(this.#said)?.[1];
      if (address !== undefined) return address;
      if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}:\n${this.#said}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`No address came:\n${this.#said}`);
  }

  async end(): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  }

  async remove(): Promise<void> {
    await this.end();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function assembly(): string {
  const built = ['Release', 'Debug']
    .map((configuration) => join(BUILT, configuration, 'net10.0/MDReader.Desktop.dll'))
    .filter((path) => existsSync(path))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  if (built[0] === undefined) throw new Error('Build the desktop application first: dotnet build src/MDReader.Desktop');
  return built[0];
}
