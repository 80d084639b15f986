import { join } from 'node:path';

/** What the bundler tells about the modules it has read. */
interface Modules {
  getModuleInfo: (id: string) => { importedIds: readonly string[] } | null;
}

const DIAGRAM = 'diagram.html';
export const PUBLIC_PAGE = 'src/markdown/publicPage.ts';
const SHELL = 'src/app/SignedIn.tsx';
const DOCUMENT = 'src/features/document/DocumentPage.tsx';
const PREVIEW = 'src/features/document/PreviewPane.tsx';
const GUEST = 'src/features/guest/GuestPage.tsx';
const SETTINGS = 'src/features/settings/SettingsPage.tsx';

/** A module goes into the first file whose pages all need it. Documents and settings are only ever opened with the shell. */
const FILES = [
  { name: 'interface', pages: [SHELL, GUEST] },
  { name: 'shell', pages: [SHELL] },
  { name: 'shell', pages: [SETTINGS, DOCUMENT] },
  { name: 'editor', pages: [DOCUMENT, GUEST] },
  { name: 'document', pages: [DOCUMENT] },
  { name: 'guest', pages: [GUEST] },
  { name: 'settings', pages: [SETTINGS] },
  { name: 'preview', pages: [PREVIEW] },
];

/**
 * For `output.codeSplitting`: a page is loaded in a few files, not in one for every module that two pages share. What
 * only panels, dialogs and diagrams need is split by itself.
 */
export function chunkGroups() {
  const needed = new Map<string, Set<string>>();
  const needs = (page: string, id: string, modules: Modules) => {
    const ids = needed.get(page) ?? loadedWith(join(import.meta.dirname, page), modules);
    needed.set(page, ids);
    return ids.has(id);
  };
  // The frame in which diagrams are drawn, and published pages, would run the application by loading a file of it.
  const outside = (file: (id: string, modules: Modules) => string | null) => (id: string, modules: Modules) =>
    [DIAGRAM, PUBLIC_PAGE].some((page) => needs(page, id, modules)) ? null : file(id, modules);
  const shared = (id: string, modules: Modules) =>
    FILES.find(({ pages }) => pages.every((page) => needs(page, id, modules)))?.name ?? null;
  // A module's dependencies find a file of their own.
  const includeDependenciesRecursively = false;
  return [
    { name: outside(() => 'first'), tags: ['$initial' as const], priority: 1, includeDependenciesRecursively },
    { name: outside(shared), includeDependenciesRecursively },
  ];
}

/** The module and all that it imports at once; what it loads later isn't among it. */
function loadedWith(root: string, modules: Modules): Set<string> {
  const found = new Set<string>();
  const visit = (id: string) => {
    if (found.has(id)) return;
    found.add(id);
    modules.getModuleInfo(id)?.importedIds.forEach(visit);
  };
  visit(root);
  return found;
}
