// How long from the README's first command to a sentence that is shown as saved, on a clean clone of this checkout, and how
// much memory the server holds when nobody does anything. Package caches are as the machine has them.
//   npm --prefix tests/e2e ci && node bench/first-page.mjs
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const { chromium } = createRequire(join(root, 'tests/e2e/package.json'))('@playwright/test');
const CHROMIUM = process.env.MDREADER_CHROMIUM ?? '/usr/bin/chromium';
const ADDRESS = 'http://127.0.0.1:8123';
const QUIET_SECONDS = 30;
const PATIENCE_SECONDS = 300;
// The greeting is a line of the log, and so JSON, where nobody looks at a terminal.
const SET_UP_LINK = /Set it up here[^\n]*?(http[^\s"]+)/;

const clone = mkdtempSync(join(tmpdir(), 'mdreader-first-'));
execFileSync('git', ['clone', '--quiet', root, clone]);

const result = {};
const command = ['run', '-c', 'Release', '--project', 'src/MDReader.Host'];
const environment = { ...process.env, MDREADER_URLS: ADDRESS, DOTNET_NOLOGO: '1' };
try {
  result.firstRun = await run(true);
  result.secondRun = await run(false);
} finally {
  rmSync(clone, { recursive: true, force: true });
}
console.log(JSON.stringify(result, null, 2));

async function run(isFirst) {
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 100) / 10;
  const host = spawn('dotnet', command, { cwd: clone, env: environment, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  let said = '';
  host.stdout.on('data', (chunk) => (said += chunk));
  try {
    await until(() => /MDReader is at\s+http/.test(said), host);
    const figures = { listening: seconds() };
    if (isFirst) {
      await until(() => SET_UP_LINK.test(said), host);
      await writeASentence(SET_UP_LINK.exec(said)[1]);
      figures.sentenceSaved = seconds();
    }
    await new Promise((resolve) => setTimeout(resolve, QUIET_SECONDS * 1000));
    figures.idleMegabytes = memory();
    return figures;
  } finally {
    const ended = new Promise((resolve) => host.once('exit', resolve));
    process.kill(-host.pid, 'SIGTERM');
    await ended;
  }
}

async function writeASentence(link) {
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  const page = await browser.newPage();
  await page.goto(link);
  await page.getByLabel('Name', { exact: true }).fill('Ana');
  await page.getByLabel('Email').fill('ana@example.org');
  await page.getByLabel('Password', { exact: true }).fill('quiet-Harbour-71-lamps');
  await page.getByLabel('Workspace name').fill('First');
  await page.getByRole('button', { name: 'Set up' }).click();
  await page.getByRole('main').getByRole('button', { name: /document/i }).first().click();
  await page.getByRole('textbox', { name: 'Text in Markdown' }).click();
  await page.keyboard.type('# Hello');
  await page.locator('[data-save=saved]').waitFor();
  await browser.close();
}

// Resident memory of the host itself, not of the command that started it.
function memory() {
  for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const started = readFileSync(`/proc/${id}/cmdline`, 'utf8').split('\0')[0];
      if (started.startsWith(clone) && started.endsWith('MDReader.Host'))
        return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))[1]) / 1024);
    } catch {
      // It ended while we looked.
    }
  }
  throw new Error('The host was not found among the processes.');
}

async function until(condition, host) {
  const last = performance.now() + PATIENCE_SECONDS * 1000;
  while (!condition()) {
    if (performance.now() > last) throw new Error(`Nothing came of it in ${PATIENCE_SECONDS} s.`);
    if (host.exitCode !== null) throw new Error(`The command ended with ${host.exitCode}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
