/* global self, caches, fetch, setTimeout, URL, Response */
// Keeps the application itself on the device, so that it opens without a network. It never keeps an answer of the API:
// documents are kept by the page, one store for each person. The build fills in the two constants.

const VERSION = '__VERSION__';
const FILES = ['__FILES__'];

const CACHE = 'mdreader-app';
/** The shell of another version stays until that version's worker is gone: an address of its own keeps them apart. */
const SHELL = `/?shell=${VERSION}`;
/** What a version consists of, kept beside it: the next one leaves it there for tabs that are open with it. */
const LIST = '/?files=';

/** Nobody waits longer for a page, in milliseconds, where this device has one. */
const PATIENCE = 4000;

/** What is a page of the application; everything else that can be navigated to is the server's. */
const PAGES = /^\/(?:$|d\/|w\/|local\/|settings(?:\/|$)|sign-in$|sign-up$|invite$|link$|confirm$)/;

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('message', ({ data }) => {
    // The person has said that now is a good moment.
    if (data === 'take-over') void self.skipWaiting();
});

self.addEventListener('push', (event) => event.waitUntil(tell(event.data.json())));
self.addEventListener('notificationclick', (event) => {
    event.notification.close();
    event.waitUntil(show(event.notification.data.path));
});

self.addEventListener('fetch', (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== 'GET' || url.origin !== self.location.origin) return;
    if (url.pathname.startsWith('/assets/')) event.respondWith(asset(request));
    else if (request.mode === 'navigate' && PAGES.test(url.pathname)) event.respondWith(page(request));
    else if (FILES.includes(url.pathname)) event.respondWith(networkFirst(request));
});

async function install() {
    const cache = await caches.open(CACHE);
    const kept = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
    // A name with a hash in it never means anything else: what is here stays.
    const missing = FILES.filter((file) => !(file.startsWith('/assets/') && kept.has(file)));
    await Promise.all(missing.map((file) => put(cache, file)));
    await put(cache, '/', SHELL);
    await cache.put(LIST + VERSION, new Response(JSON.stringify(FILES)));
}

async function put(cache, file, as = file) {
    const answer = await fetch(file, { cache: 'no-cache', credentials: 'same-origin' });
    if (!answer.ok) throw new Error(`${file} answered ${answer.status}.`);
    await cache.put(as, answer);
}

async function activate() {
    const cache = await caches.open(CACHE);
    const kept = (await cache.keys()).map(({ url }) => addressOf(url));
    const wanted = new Set([...FILES, SHELL, LIST + VERSION]);
    // The one before only: those of older versions are from days ago.
    const before = kept.findLast((address) => address.startsWith(LIST) && address !== LIST + VERSION);
    if (before !== undefined)
        for (const address of [before, ...(await (await cache.match(before)).json())]) wanted.add(address);
    for (const address of kept) if (!wanted.has(address)) await cache.delete(address);
}

const addressOf = (url) => {
    const { pathname, search } = new URL(url);
    return pathname + search;
};

async function asset(request) {
    const cache = await caches.open(CACHE);
    const kept = await cache.match(request);
    if (kept !== undefined) return kept;
    const answer = await fetch(request);
    if (answer.ok) await cache.put(request, answer.clone());
    return answer;
}

/** From the network as long as it answers; on a line that says nothing, as without one. */
async function page(request) {
    const asked = fetch(request);
    const kept = caches.open(CACHE).then((cache) => cache.match(SHELL));
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
    try {
        return await Promise.race([asked, late.then(async () => (await kept) ?? asked)]);
    } catch (error) {
        return (await kept) ?? Promise.reject(error);
    }
}

async function networkFirst(request) {
    try {
        return await fetch(request);
    } catch {
        return (await (await caches.open(CACHE)).match(request)) ?? Response.error();
    }
}

async function tell({ id, title, body, path }) {
    await self.registration.showNotification(title, { body, tag: id, icon: '/icon-192.png', data: { path } });
}

/** Where it is open already; otherwise in a window of its own, for somebody may be writing in the others. */
async function show(path) {
    const { href } = new URL(path, self.location.origin);
    const windows = await self.clients.matchAll({ type: 'window' });
    const there = windows.find(({ url }) => url === href);
    await (there === undefined ? self.clients.openWindow(href) : there.focus());
}
