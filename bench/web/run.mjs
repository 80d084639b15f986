// Typing in a document of 1 MB, and opening it, in a real browser on the built host; beside them an editor made as HedgeDoc's
// is. Writes its section of bench/RESULTS.md.
//   npm --prefix tests/e2e ci && npm --prefix bench ci && dotnet build src/MDReader.Host -c Release
//   node bench/web/run.mjs [--quick] [--dry]
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { signUp, startHost } from './host.mjs';
import { longText } from './longText.mjs';
import { otherPerson } from './otherPerson.mjs';
import { startPeer } from './peer.mjs';
import { goToTheMiddle, type } from './typist.mjs';
import { drawn, writeSection } from './table.mjs';

const { chromium } = createRequire(join(import.meta.dirname, '../../tests/e2e/package.json'))('@playwright/test');
const CHROMIUM = process.env.MDREADER_CHROMIUM ?? '/usr/bin/chromium';
const LENGTH = 1_000_000;
const quick = process.argv.includes('--quick');
const KEYS = quick ? 100 : 300;
const OPENINGS = quick ? 2 : 5;
const PROBE = readFileSync(join(import.meta.dirname, 'probe.js'), 'utf8');
const WINDOW = { width: 1280, height: 800 };

const text = longText(LENGTH);
const load = loadavg()[0];
const host = await startHost();
const peer = await startPeer(text);
try {
  const ana = await signUp(host.url, 'Ana');
  const workspace = await ana.make('/workspaces', { name: 'Bench' });
  const fresh = () => ana.make(`/workspaces/${workspace}/documents`, { title: 'Long', content: text });

  const typing = [];
  for (const mode of ['live', 'both'])
    for (const together of [false, true]) typing.push(await typeHere(await fresh(), mode, together));
  for (const together of [false, true]) typing.push(await typeInPeer(together));

  const opening = { live: [], both: [], peer: [] };
  const document = await fresh();
  for (let n = 0; n < OPENINGS; n++) {
    opening.live.push(await openHere(document, 'live'));
    opening.both.push(await openHere(document, 'both'));
    opening.peer.push(await openPeer());
  }
  const section = drawn({ typing, opening, keys: KEYS, load: [load, loadavg()[0]] });
  if (process.argv.includes('--dry')) console.log(section);
  else writeSection(section);

  async function typeHere(id, mode, together) {
    const { page, close } = await browse({ mode });
    await page.goto(`${host.url}/d/${id}`);
    await page.waitForFunction(() => window.bench.shown !== null);
    if (mode === 'both') await page.locator('.mdr-prose .mdr-block').first().waitFor();
    await goToTheMiddle(page);
    await page.locator('[data-save=saved]').waitFor();
    const leave = together ? await otherPerson(host.url, { ...ana, id: crypto.randomUUID(), name: 'Ben' }, id) : null;
    const figures = await type(page, KEYS);
    leave?.();
    await close();
    return { title: mode === 'live' ? 'Live' : 'Both', together, isPeer: false, ...figures };
  }

  async function typeInPeer(together) {
    const { page, close } = await browse({});
    await page.goto(peer.url);
    await page.locator('#view > *').first().waitFor({ timeout: 120_000 });
    await page.evaluate((someoneElse) => {
      const { editor } = window;
      const middle = Math.floor(editor.lineCount() / 2);
      editor.focus();
      editor.setCursor({ line: middle, ch: 0 });
      editor.scrollIntoView(null, 200);
      if (!someoneElse) return;
      let typed = 0;
      setInterval(() => editor.replaceRange('ab cd '[typed % 6], { line: middle - 5, ch: typed++ }), 120);
    }, together);
    const figures = await type(page, KEYS);
    await close();
    return { title: 'CodeMirror 5 + markdown-it', together, isPeer: true, ...figures };
  }

  async function openHere(id, mode) {
    const { page, close } = await browse({ mode });
    const figures = await open(page, `${host.url}/d/${id}`, '.cm-content', '.mdr-prose .mdr-block', mode === 'both');
    await close();
    return figures;
  }

  async function openPeer() {
    const { page, close } = await browse({});
    const figures = await open(page, peer.url, '.CodeMirror textarea', '#view > *', true);
    await close();
    return figures;
  }

  /** When the text is on the screen, when a key that is pressed then is, and when the rendered text is. */
  async function open(page, address, field, rendered, hasPreview) {
    await page.goto(address, { waitUntil: 'commit' });
    await page.waitForFunction(() => window.bench.shown !== null, undefined, { timeout: 120_000 });
    await page.locator(field).focus();
    await page.keyboard.press('x');
    await page.waitForFunction(() => window.bench.keys.length > 0, undefined, { timeout: 120_000 });
    const preview = hasPreview
      ? await page
          .locator(rendered)
          .first()
          .waitFor()
          .then(() => page.evaluate(() => performance.now()))
      : null;
    const { shown, keys } = await page.evaluate(() => window.bench);
    return { shown, typed: keys[0].shown, preview };
  }

  /** A browser that has never been here, in which Ana is signed in. */
  async function browse({ mode }) {
    const browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    const context = await browser.newContext({ viewport: WINDOW });
    await context.addInitScript(PROBE);
    if (mode !== undefined) {
      const { email, password } = ana;
      await context.request.post(`${host.url}/api/v1/auth/login`, { data: { email, password } });
      await context.addInitScript((chosen) => localStorage.setItem('mdreader.mode', chosen), mode);
    }
    return { page: await context.newPage(), close: () => browser.close() };
  }
} finally {
  peer.stop();
  await host.stop();
}
