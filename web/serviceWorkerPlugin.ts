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

/** Writes `/service-worker.js` with the list of what the application consists of. Diagrams are kept when first seen. */
export function serviceWorker(): Plugin {
  return {
    name: 'mdreader-service-worker',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = new Map<string, Chunk>();
      const assets: string[] = [];
      let entry = '';
      for (const output of Object.values(bundle)) {
        if (output.type === 'asset') {
          assets.push(output.fileName);
          continue;
        }
        chunks.set(output.fileName, output);
        if (output.isEntry && output.facadeModuleId?.endsWith('/index.html') === true) entry = output.fileName;
      }
      if (entry === '') this.error('index.html has no entry chunk: the service worker would keep nothing.');
      const files = [
        ...reachable(chunks, entry),
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
  };
}

function reachable(chunks: Map<string, Chunk>, entry: string): Set<string> {
  const found = new Set<string>();
  const visit = (name: string) => {
    const chunk = chunks.get(name);
    if (chunk === undefined || found.has(name)) return;
    found.add(name);
    for (const css of chunk.viteMetadata?.importedCss ?? []) found.add(css);
    [...chunk.imports, ...chunk.dynamicImports].forEach(visit);
  };
  visit(entry);
  return found;
}
