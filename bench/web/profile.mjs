// Where the processor's time goes while somebody types in 1 MB: by kind of work, and by function. For who wants to make it less.
//   npx --prefix web vite build web --minify false && dotnet build src/MDReader.Host -c Release -p:BuildClient=false
//   node bench/web/profile.mjs [live|both|edit] [keys]
// Functions are told by their own time and by all that they call; names are those of a build that isn't minified.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { signUp, startHost } from './host.mjs';
import { longText } from './longText.mjs';
import { goToTheMiddle, type } from './typist.mjs';

const { chromium } = createRequire(join(import.meta.dirname, '../../tests/e2e/package.json'))('@playwright/test');
const CHROMIUM = process.env.MDREADER_CHROMIUM ?? '/usr/bin/chromium';
const [mode = 'live', keys = '60'] = process.argv.slice(2);
const PROBE = readFileSync(join(import.meta.dirname, 'probe.js'), 'utf8');
const KINDS = ['TaskDuration', 'ScriptDuration', 'LayoutDuration', 'RecalcStyleDuration', 'V8CompileDuration'];
const SHOWN = 45;

const host = await startHost();
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
try {
  const ana = await signUp(host.url, 'Ana');
  const workspace = await ana.make('/workspaces', { name: 'Bench' });
  const id = await ana.make(`/workspaces/${workspace}/documents`, { title: 'Long', content: longText(1_000_000) });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.addInitScript(PROBE);
  await context.request.post(`${host.url}/api/v1/auth/login`, { data: { email: ana.email, password: ana.password } });
  await context.addInitScript((chosen) => localStorage.setItem('mdreader.mode', chosen), mode);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await session.send('Profiler.enable');
  await session.send('Profiler.setSamplingInterval', { interval: 200 });

  await session.send('Profiler.start');
  const before = await durations(session);
  await page.goto(`${host.url}/d/${id}`);
  await page.waitForFunction(() => window.bench.shown !== null, undefined, { timeout: 120_000 });
  const shown = await page.evaluate(() => window.bench.shown);
  tell(`Opening (${Math.round(shown)} ms until the text is on the screen)`, before, await durations(session), 1);
  functions((await session.send('Profiler.stop')).profile, 1);

  if (mode === 'both') await page.locator('.mdr-prose .mdr-block').first().waitFor();
  await goToTheMiddle(page);
  await page.locator('[data-save=saved]').waitFor();
  // What was left for later is done.
  await page.waitForTimeout(8_000);
  const begun = await durations(session);
  const { cost } = await type(page, Number(keys));
  const done = await durations(session);
  const inOrder = [...cost].sort((a, b) => a - b);
  const part = (share) => inOrder[Math.min(inOrder.length - 1, Math.floor(inOrder.length * share))].toFixed(1);
  tell(`Typing (p50 ${part(0.5)} ms, p99 ${part(0.99)} ms a key)`, begun, done, Number(keys));

  // To look at it costs something too: so what it costs is measured before.
  await session.send('Profiler.start');
  await type(page, Number(keys));
  functions((await session.send('Profiler.stop')).profile, Number(keys));

  await browser.startTracing(page, { categories: ['devtools.timeline', 'v8'] });
  await type(page, Number(keys));
  kinds(JSON.parse((await browser.stopTracing()).toString('utf8')).traceEvents, Number(keys));
} finally {
  await browser.close();
  await host.stop();
}

async function durations(session) {
  const { metrics } = await session.send('Performance.getMetrics');
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value * 1000]));
}

function tell(title, from, to, count) {
  console.log(`\n${title}`);
  for (const kind of KINDS) console.log(`${((to[kind] - from[kind]) / count).toFixed(2).padStart(10)} ms  ${kind}`);
}

/** Processor time of the page's main thread by what the browser did, each without what it did within. */
function kinds(events, count) {
  const names = events.filter(({ name }) => name === 'thread_name');
  const isMain = new Set(
    names.filter(({ args }) => args.name === 'CrRendererMain').map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const own = new Map();
  const add = (name, value) => own.set(name, (own.get(name) ?? 0) + value / 1000);
  const open = [];
  const timed = events.filter(({ ph, tdur, pid, tid }) => ph === 'X' && tdur > 0 && isMain.has(`${pid} ${tid}`));
  for (const { name, ts, dur, tdur } of timed.sort((a, b) => a.ts - b.ts || b.dur - a.dur)) {
    while (open.length > 0 && open.at(-1).end <= ts) open.pop();
    if (open.length > 0) add(open.at(-1).name, -tdur);
    add(name, tdur);
    open.push({ name, end: ts + dur });
  }
  console.log('  by what the browser did');
  for (const [name, value] of [...own].sort((a, b) => b[1] - a[1]).slice(0, 20))
    console.log(`${(value / count).toFixed(2).padStart(10)} ms  ${name}`);
}

/** Milliseconds of each function, by itself and with what it calls; those of the browser's own by who calls them. */
function functions({ nodes, samples, timeDeltas }, count) {
  const byId = new Map(nodes.map((node) => [node.id, { ...node, own: 0 }]));
  samples.forEach((id, index) => (byId.get(id).own += timeDeltas[index] / 1000));
  const own = new Map();
  const all = new Map();
  const add = (map, key, value) => map.set(key, (map.get(key) ?? 0) + value);
  const visit = (node, around, caller) => {
    const { functionName, url, lineNumber } = node.callFrame;
    const at = url === '' ? `← ${caller}` : `${url.slice(url.lastIndexOf('/') + 1)}:${lineNumber + 1}`;
    const name = `${functionName || '(anonymous)'} ${at}`;
    const isNew = !around.has(name);
    if (isNew) around.add(name);
    let sum = node.own;
    for (const child of node.children ?? []) sum += visit(byId.get(child), around, name);
    if (isNew) {
      around.delete(name);
      add(all, name, sum);
    }
    add(own, name, node.own);
    return sum;
  };
  visit(byId.get(nodes[0].id), new Set(), '');
  for (const [title, map] of [
    ['by itself', own],
    ['with what it calls', all],
  ]) {
    console.log(`  ${title}`);
    const most = [...map].filter(([name]) => !/^\((?:idle|root|program)\)/.test(name)).sort((a, b) => b[1] - a[1]);
    for (const [name, value] of most.slice(0, SHOWN))
      console.log(`${(value / count).toFixed(2).padStart(10)} ms  ${name}`);
  }
}
