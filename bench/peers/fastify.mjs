// node fastify.mjs PORT FOLDER, or node fastify.mjs seed FOLDER USERS DOCUMENTS
//
// Documents over REST as one would write it with Fastify, on better-sqlite3, or on pg where MDREADER_DATABASE names a
// PostgreSQL: bearer tokens by their hash, with scopes; roles by membership and by document; ETags and conditional
// requests; signed keyset cursors; a log of edits; and a feed. A text is one row; nothing is merged, and nobody edits live.
import { createHash, createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import Fastify from 'fastify';

const seeds = process.argv[2] === 'seed';
const database = process.env.MDREADER_DATABASE;
const { open } = await import(database ? './fastify-postgres.mjs' : './fastify-sqlite.mjs');
const store = await open(database ?? process.argv[3]);

const hashOf = (token) => createHash('sha256').update(token).digest();

if (seeds) {
  const [people, documents] = process.argv.slice(4).map(Number);
  const users = Array.from({ length: people }, (_, n) => ({
    id: randomUUID(), name: `Person ${n + 1}`, role: n === 0 ? 'owner' : 'editor', token: randomBytes(32).toString('base64url'),
  }));
  const planted = Array.from({ length: documents }, (_, n) => ({
    id: randomUUID(), title: `Document ${n + 1}`, author: users[0].id, at: Date.now(),
  }));
  await store.plant({
    workspace: randomUUID(),
    users: users.map((user) => ({ ...user, hash: hashOf(user.token), expires: Date.now() + 86_400_000 })),
    documents: planted,
  });
  await store.close();
  console.log(JSON.stringify({
    users: users.map(({ id, token }) => ({ id, token })),
    documents: planted.map(({ id }) => id),
  }));
  process.exit();
}

const secret = randomBytes(32);
const sign = (text) => createHmac('sha256', secret).update(text).digest();
const cursorOf = (id, list) => `${id}.${sign(`${id} ${list}`).toString('base64url')}`;
const readCursor = (cursor, list) => {
  const [id, signature] = cursor.split('.');
  const given = Buffer.from(signature ?? '', 'base64url');
  return given.length === 32 && timingSafeEqual(given, sign(`${id} ${list}`)) ? id : null;
};

const buckets = new Map();
const Limit = 10_000_000;
const take = (user) => {
  const minute = Math.floor(Date.now() / 60_000);
  let bucket = buckets.get(user);
  if (bucket?.minute !== minute) buckets.set(user, (bucket = { minute, left: Limit }));
  return --bucket.left;
};

const etagOf = (document) => `"v${document.version}"`;
const contentEtagOf = (document) => `"1-${document.seq}"`;
const time = (at) => (at === null ? null : new Date(at).toISOString());
const entryOf = (document) => ({
  id: document.id,
  workspaceId: document.workspace_id,
  folderId: document.folder_id,
  title: document.title,
  role: document.role,
  contentEtag: contentEtagOf(document),
  createdBy: document.created_by,
  createdAt: time(document.created_at),
  updatedAt: time(document.updated_at),
  trashedAt: time(document.trashed_at),
  trashedWith: null,
  isTemplate: document.is_template !== 0,
  tags: document.tags === '' ? [] : document.tags.split(','),
});

const nullable = (type) => ({ type: [type, 'null'] });
const entry = {
  type: 'object',
  properties: {
    id: { type: 'string' }, workspaceId: { type: 'string' }, folderId: nullable('string'), title: { type: 'string' },
    role: { type: 'string' }, contentEtag: { type: 'string' }, createdBy: { type: 'string' }, createdAt: { type: 'string' },
    updatedAt: { type: 'string' }, trashedAt: nullable('string'), trashedWith: nullable('string'),
    isTemplate: { type: 'boolean' }, tags: { type: 'array', items: { type: 'string' } },
  },
};
const page = { type: 'object', properties: { items: { type: 'array', items: entry }, nextCursor: nullable('string') } };
const written = {
  type: 'object',
  properties: { etag: { type: 'string' }, merged: { type: 'boolean' }, overlaps: { type: 'integer' } },
};

const app = Fastify({ logger: false, bodyLimit: 2 * 1024 * 1024 });
app.addContentTypeParser('text/markdown', { parseAs: 'buffer' }, (_, body, done) => done(null, body));
app.decorateRequest('user', null);

const refuse = (reply, status, type, detail) =>
  reply.code(status).type('application/problem+json').send(JSON.stringify({ type, title: type, status, detail }));

app.addHook('onRequest', async (request, reply) => {
  const header = request.headers.authorization;
  const token = header?.startsWith('Bearer ') ? await store.findToken(hashOf(header.slice(7))) : undefined;
  if (token === undefined || token.expires_at < Date.now()) return refuse(reply, 401, 'unauthenticated', 'Sign in.');
  const scope = request.method === 'GET' ? 1 : 2;
  if ((token.scopes & scope) === 0) return refuse(reply, 403, 'insufficient-scope', 'Use a token with another scope.');
  request.user = token.id;
  const left = take(token.id);
  reply.header('RateLimit-Policy', `"api";q=${Limit};w=60`).header('RateLimit', `"api";r=${left};t=60`);
  reply.header('X-Content-Type-Options', 'nosniff').header('Referrer-Policy', 'no-referrer').header('Cache-Control', 'no-store');
  reply.header('Cross-Origin-Opener-Policy', 'same-origin');
  reply.header('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'; sandbox");
  if (left < 0) return refuse(reply, 429, 'rate-limited', 'Wait a minute.');
});

app.get('/api/v1/documents/:id', { schema: { response: { 200: entry } } }, async (request, reply) => {
  const document = await store.findDocument(request.params.id, request.user);
  if (!document?.role) return refuse(reply, 404, 'not-found', 'There is no such document.');
  if (document.trashed_at !== null) return refuse(reply, 410, 'trashed', 'Restore it first.');
  reply.header('ETag', etagOf(document));
  return request.headers['if-none-match'] === etagOf(document) ? reply.code(304).send() : entryOf(document);
});

app.get('/api/v1/workspaces/:id/documents', { schema: { response: { 200: page } } }, async (request, reply) => {
  if (!(await store.findRole(request.params.id, request.user))) return refuse(reply, 404, 'not-found', 'There is no such workspace.');
  const limit = Math.min(Number(request.query.limit ?? 50), 200);
  const list = `documents of ${request.params.id} for ${request.user}`;
  const after = request.query.cursor ? readCursor(request.query.cursor, list) : undefined;
  if (after === null) return refuse(reply, 400, 'cursor-mismatch', 'Start again without a cursor.');
  const rows = await store.list(request.params.id, request.user, limit + 1, after);
  const items = rows.slice(0, limit).map(entryOf);
  const nextCursor = rows.length > limit ? cursorOf(items.at(-1).id, list) : null;
  if (nextCursor) reply.header('Link', `<${request.url.split('?')[0]}?limit=${limit}&cursor=${nextCursor}>; rel="next"`);
  return { items, nextCursor };
});

app.put('/api/v1/documents/:id/content', { schema: { response: { 200: written } } }, async (request, reply) => {
  const found = await store.findContent(request.params.id, request.user);
  if (!found?.role) return refuse(reply, 404, 'not-found', 'There is no such document.');
  if (found.trashed_at !== null) return refuse(reply, 410, 'trashed', 'Restore it first.');
  if (found.role !== 'owner' && found.role !== 'editor') return refuse(reply, 403, 'forbidden', "An editor's role is needed.");
  const ifMatch = request.headers['if-match'];
  if (ifMatch === undefined) return refuse(reply, 428, 'precondition-required', 'Send If-Match.');
  if (ifMatch !== contentEtagOf(found)) return refuse(reply, 412, 'precondition-failed', `Now ${contentEtagOf(found)}.`);
  if (request.body.includes(0)) return refuse(reply, 422, 'validation-failed', 'Take the NUL characters out of the text.');
  new TextDecoder('utf-8', { fatal: true }).decode(request.body);
  if (!(await store.write(found, request.params.id, request.user, request.body)))
    return refuse(reply, 412, 'precondition-failed', 'Read it again.');
  const etag = contentEtagOf({ seq: found.seq + 1 });
  reply.header('ETag', etag);
  return { etag, merged: false, overlaps: 0 };
});

await app.listen({ port: Number(process.argv[2]), host: '127.0.0.1' });
