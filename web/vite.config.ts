import { defineConfig } from 'vitest/config';
import { chunkGroups, PUBLIC_PAGE } from './chunks.ts';
import { serviceWorker } from './serviceWorkerPlugin.ts';

const server = process.env.MDREADER_SERVER ?? 'http://127.0.0.1:8080';

// Vite and Vitest read this file through its default export; nothing else in the client has one.
export default defineConfig({
  plugins: [serviceWorker()],
  resolve: {
    // The same components at a tenth of the size: see docs/decisions. Libraries written for React find it too.
    alias: [
      { find: /^react-dom\/client$/, replacement: 'preact/compat/client' },
      { find: /^react-dom$/, replacement: 'preact/compat' },
      { find: /^react\/jsx-runtime$/, replacement: 'preact/jsx-runtime' },
      { find: /^react\/jsx-dev-runtime$/, replacement: 'preact/jsx-dev-runtime' },
      { find: /^react$/, replacement: 'preact/compat' },
    ],
  },
  html: {
    // The host replaces the placeholder by a nonce of its own in every answer.
    cspNonce: '__CSP_NONCE__',
  },
  build: {
    outDir: '../src/MDReader.Host/wwwroot',
    emptyOutDir: true,
    // The content security policy allows no data: fonts or scripts.
    assetsInlineLimit: 0,
    // The second page is the frame without an origin in which diagrams are drawn; the script is of the pages that the
    // server renders, which know it by this name.
    rolldownOptions: {
      input: ['index.html', 'diagram.html', PUBLIC_PAGE],
      output: {
        entryFileNames: ({ name }) => (name === 'publicPage' ? 'public-page.js' : 'assets/[name]-[hash].js'),
        codeSplitting: { groups: chunkGroups() },
      },
    },
    // Every browser the client supports preloads modules by itself.
    modulePreload: { polyfill: false },
    // The editor is one large chunk on purpose: nothing of it is of use without the rest.
    chunkSizeWarningLimit: 750,
    target: 'es2022',
  },
  worker: { format: 'es' },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': server,
      '/collab': { target: server, ws: true },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}'],
    restoreMocks: true,
    // The tokens are read as text, to measure their contrast.
    css: { include: /tokens\.css/ },
  },
});
