/* global console, process */
// What a first visit loads, and what the editor needs beyond it, compressed, and in how many files: fails over budget.
// After `npm run build`.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const BUILT = join(import.meta.dirname, '../../src/MDReader.Host/wwwroot');
const ASSETS = join(BUILT, 'assets');
const KB = 1000;

/** Kilobytes and files. Raising one is a decision: say in the commit what the person gets for it. */
const BUDGETS = [
  { name: 'first load (sign-in)', roots: [], most: 80, inFiles: 4 },
  { name: 'guest', roots: ['GuestPage'], most: 378, inFiles: 10 },
  { name: 'editor', roots: ['SignedIn', 'DocumentPage'], most: 395, inFiles: 12 },
];

const names = readdirSync(ASSETS);
const page = readFileSync(join(BUILT, 'index.html'), 'utf8');
const entry = [...page.matchAll(/\/assets\/([\w.-]+\.(?:js|css))/g)].map(([, name]) => name);
const chunk = (root) => {
  const name = names.find((one) => new RegExp(`^${root}-[\\w-]{8}\\.js$`).test(one));
  if (name === undefined) throw new Error(`No file is called ${root} any more: name here what is loaded in its place.`);
  return name;
};

const AT_ONCE = /(?:\bfrom|\bimport)\s*["']\.\/(?:assets\/)?([\w.-]+\.js)["']/g;
const EVER = /(?:\bfrom|\bimport)\s*\(?\s*["'`]\.\/(?:assets\/)?([\w.-]+\.js)["'`]/g;

/** The chunk and all that it imports at once; what it loads later isn't counted, unless all that it may ever load is asked. */
function closure(roots, imports = AT_ONCE) {
  const found = new Set();
  const visit = (name) => {
    if (found.has(name) || !names.includes(name)) return;
    found.add(name);
    if (!name.endsWith('.js')) return;
    const text = readFileSync(join(ASSETS, name), 'utf8');
    for (const [, other] of text.matchAll(imports)) visit(other);
  };
  roots.forEach(visit);
  return found;
}

const size = (files) =>
  [...files].reduce((sum, name) => sum + gzipSync(readFileSync(join(ASSETS, name))).length, 0) / KB;

let over = false;
for (const { name, roots, most, inFiles } of BUDGETS) {
  const files = closure([...entry, ...roots.map(chunk)]);
  const kilobytes = size(files);
  const ok = kilobytes <= most && files.size <= inFiles;
  over ||= !ok;
  console.log(
    `${ok ? 'ok  ' : 'OVER'} ${name}: ${kilobytes.toFixed(1)} of ${most} kB in ${files.size} of ${inFiles} files`,
  );
  if (!ok || process.env.VERBOSE !== undefined)
    for (const file of [...files].sort((a, b) => size([b]) - size([a])).slice(0, 12))
      console.log(`     ${size([file]).toFixed(1).padStart(7)} ${file}`);
}
// Pages that aren't the application must not run it.
const outside = ['diagram.html', 'public-page.js'].flatMap((file) =>
  [...readFileSync(join(BUILT, file), 'utf8').matchAll(/(?:\.?\/)assets\/([\w.-]+\.js)/g)].map(([, name]) => name),
);
const application = chunk('first');
const running = [...closure(outside, EVER)].filter((name) => name === application);
for (const name of running)
  console.log(`OVER diagram.html or public-page.js loads ${name}, which runs the application`);
// Preact stands in for it: a library that brings it along would bring it twice.
const withReact = names.filter(
  (name) => name.endsWith('.js') && /react-dom-client/.test(readFileSync(join(ASSETS, name), 'utf8')),
);
for (const name of withReact) console.log(`OVER React itself is in ${name}`);
// One that isn't there, and the service worker never comes to stand.
const kept = [...readFileSync(join(BUILT, 'service-worker.js'), 'utf8').matchAll(/"\/(assets\/[^"]+)"/g)];
const missing = kept.map(([, name]) => name).filter((name) => !existsSync(join(BUILT, name)));
for (const name of missing) console.log(`OVER service-worker.js keeps ${name}, which wasn't built`);
process.exitCode = over || withReact.length > 0 || missing.length > 0 || running.length > 0 ? 1 : 0;
