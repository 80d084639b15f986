import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const SOURCE = 'src/offline/service-worker.js';
/** Beside the hashed files: what the page and the installed application show before anything is loaded. */
const OTHERS = ['/favicon.svg', '/manifest.webmanifest'];
/** Browsers take the first of the formats; other alphabets are fetched, and kept, when a text has them. */
const FONTS = /^(?:inter|source-serif-4|jetbrains-mono)-latin-wght-.*\.woff2$/;

interface Chunk {
  fileName: string;
  imports: string[];
  dynamicImports: string[];
  viteMetadata?: { importedCss: Set<string> };
}

/** What few want is kept when it is first used. */
const WANTED_BY_FEW = 'assets/vimKeys-';

/** Writes `/service-worker.js` with the list of what the application consists of. Diagrams are kept when first seen. */
export function serviceWorker(): Plugin {
  return {
    name: 'mdreader-service-worker',
    apply: 'build',
    generateBundle: {
      // The page is written, and what it doesn't need dropped, by Vite's own plugins.
      order: 'post',
      handler(_options, bundle) {
        const chunks = new Map<string, Chunk>();
        const assets: string[] = [];
        let page = '';
        for (const output of Object.values(bundle)) {
          if (output.type === 'chunk') {
            chunks.set(output.fileName, output);
            continue;
          }
          assets.push(output.fileName);
          if (output.fileName === 'index.html') page = String(output.source);
        }
        const named = [...page.matchAll(/"\/(assets\/[^"]+)"/g)].flatMap(([, name]) => name ?? []);
        if (named.length === 0) this.error('index.html names no files: the service worker would keep nothing.');
        const files = [
          ...named,
          ...reachable(chunks, named),
          ...assets.filter((name) => /preview\.worker-.*\.js$/.test(name)),
          ...assets.filter((name) => FONTS.test(name.slice(name.lastIndexOf('/') + 1))),
        ];
        const list = [...new Set(files)].sort().map((name) => `/${name}`);
        const source = readFileSync(SOURCE, 'utf8');
        const version = createHash('sha256')
          .update(list.join('\n') + source)
          .digest('hex')
          .slice(0, 12);
        this.emitFile({
          type: 'asset',
          fileName: 'service-worker.js',
          source: source
            .replace("'__VERSION__'", JSON.stringify(version))
            .replace("['__FILES__']", JSON.stringify([...OTHERS, ...list])),
        });
      },
    },
  };
}

function reachable(chunks: Map<string, Chunk>, from: string[]): Set<string> {
  const found = new Set<string>();
  const visit = (name: string) => {
    const chunk = chunks.get(name);
    if (chunk === undefined || found.has(name) || name.startsWith(WANTED_BY_FEW)) return;
    found.add(name);
    for (const css of chunk.viteMetadata?.importedCss ?? []) found.add(css);
    [...chunk.imports, ...chunk.dynamicImports].forEach(visit);
  };
  from.forEach(visit);
  return found;
}
