// The host as it was built, on a data folder and a port of its own, with a person and a document in it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ASSEMBLY =
  process.env.MDREADER_HOST ??
  join(import.meta.dirname, '../../src/MDReader.Host/bin/Release/net10.0/MDReader.Host.dll');
const PASSWORD = 'plum Orchard 7 lantern!';
const PATIENCE_SECONDS = 60;

/** With `MDREADER_BENCH_SERVER`, one that runs already at this address. */
export async function startHost() {
  const running = process.env.MDREADER_BENCH_SERVER;
  if (running !== undefined) return { url: running, stop: async () => {} };
  const data = mkdtempSync(join(tmpdir(), 'mdreader-bench-'));
  const url = `http://127.0.0.1:${await freePort()}`;
  const host = spawn('dotnet', [ASSEMBLY], {
    env: { ...process.env, MDREADER_DATA: data, MDREADER_URLS: url, DOTNET_NOLOGO: '1' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const stop = async () => {
    const ended = host.exitCode === null ? once(host, 'exit') : null;
    host.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
  try {
    await ready(url, host);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

/** Somebody with a password, and how to ask the server as them. */
export async function signUp(url, name) {
  const email = `${name.toLowerCase()}.${Date.now()}@example.org`;
  const post = async (path, body, token) => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`POST ${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json().catch(() => null);
  };
  await post('/auth/signup', { email, name, password: PASSWORD });
  const { accessToken } = await post('/auth/login', { email, password: PASSWORD, tokenDelivery: 'body' });
  return {
    email,
    password: PASSWORD,
    token: accessToken,
    /** Gives the new one's id. */
    make: async (path, body) => (await post(path, body, accessToken)).id,
  };
}

async function ready(url, host) {
  const last = performance.now() + PATIENCE_SECONDS * 1000;
  while ((await fetch(`${url}/health/ready`).catch(() => null))?.ok !== true) {
    if (host.exitCode !== null) throw new Error(`The host ended with ${host.exitCode}.`);
    if (performance.now() > last) throw new Error(`The host was not ready within ${PATIENCE_SECONDS} s.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}
