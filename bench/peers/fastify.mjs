// node fastify.mjs PORT FOLDER, or node fastify.mjs seed FOLDER USERS DOCUMENTS
//
// Documents over REST as one would write it with Fastify and better-sqlite3: bearer tokens by their hash, with scopes;
// roles by membership and by document; ETags and conditional requests; signed keyset cursors; a log of edits; a feed; and
// SQLite as durable as MDReader's (WAL, synchronous=FULL). A text is one row; nothing is merged, and nobody edits live.
import { createHash, createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import Fastify from 'fastify';

const seeds = process.argv[2] === 'seed';
const folder = process.argv[3];
const db = new Database(join(folder, 'rest.db'));
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.exec(`
  CREATE TABLE IF NOT EXISTS workspaces (id TEXT PRIMARY KEY, name TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS users (id TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS tokens (
    hash BLOB PRIMARY KEY, user_id TEXT NOT NULL, scopes INTEGER NOT NULL, expires_at INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS members (workspace_id TEXT, user_id TEXT, role TEXT, PRIMARY KEY (workspace_id, user_id)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS grants (
    document_id TEXT, user_id TEXT, role TEXT NOT NULL, link_id TEXT, expires_at INTEGER, PRIMARY KEY (document_id, user_id)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS documents (
    id TEXT PRIMARY KEY, workspace_id TEXT NOT NULL, folder_id TEXT, title TEXT NOT NULL, version INTEGER NOT NULL,
    seq INTEGER NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    trashed_at INTEGER, is_template INTEGER NOT NULL, tags TEXT NOT NULL, content BLOB NOT NULL) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS documents_of ON documents (workspace_id, id);
  CREATE TABLE IF NOT EXISTS edits (document_id TEXT, seq INTEGER, author_id TEXT, at INTEGER, content BLOB, PRIMARY KEY (document_id, seq)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS feeds (workspace_id TEXT PRIMARY KEY, position INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS changes (workspace_id TEXT, object_id TEXT, position INTEGER, at INTEGER, PRIMARY KEY (workspace_id, object_id)) WITHOUT ROWID;
`);

const hashOf = (token) => createHash('sha256').update(token).digest();

if (seeds) {
  const [users, documents] = process.argv.slice(4).map(Number);
  const workspace = randomUUID();
  const planted = { users: [], documents: [] };
  db.transaction(() => {
    db.prepare('INSERT INTO workspaces VALUES (?, ?)').run(workspace, 'Seeded');
    db.prepare('INSERT INTO feeds VALUES (?, 0)').run(workspace);
    for (let n = 0; n < users; n++) {
      const [id, token] = [randomUUID(), randomBytes(32).toString('base64url')];
      db.prepare('INSERT INTO users VALUES (?, ?)').run(id, `Person ${n + 1}`);
      db.prepare('INSERT INTO tokens VALUES (?, ?, 7, ?)').run(hashOf(token), id, Date.now() + 86_400_000);
      db.prepare('INSERT INTO members VALUES (?, ?, ?)').run(workspace, id, n === 0 ? 'owner' : 'editor');
      planted.users.push({ id, token });
    }
    const insert = db.prepare(`INSERT INTO documents VALUES (?, ?, NULL, ?, 1, 0, ?, ?, ?, NULL, 0, '', '')`);
    for (let n = 1; n <= documents; n++) {
      const id = randomUUID();
      insert.run(id, workspace, `Document ${n}`, planted.users[0].id, Date.now(), Date.now());
      planted.documents.push(id);
    }
  })();
  console.log(JSON.stringify(planted));
  process.exit();
}

const findToken = db.prepare(
  'SELECT u.id, u.name, t.scopes, t.expires_at FROM tokens t JOIN users u ON u.id = t.user_id WHERE t.hash = ?',
);
const findRole = db.prepare('SELECT role FROM members WHERE workspace_id = ? AND user_id = ?').pluck();
// A role in the document goes before one in its workspace, as in MDReader.
const role = `CASE WHEN m.role = 'owner' THEN m.role WHEN g.link_id IS NULL THEN coalesce(g.role, m.role)
  WHEN m.role = 'editor' OR (m.role = 'commenter' AND g.role = 'viewer') THEN m.role ELSE g.role END AS role`;
const from = `FROM documents d
  LEFT JOIN members m ON m.workspace_id = d.workspace_id AND m.user_id = @user
  LEFT JOIN grants g ON g.document_id = d.id AND g.user_id = @user AND (g.expires_at IS NULL OR g.expires_at > @now)`;
const columns = `d.id, d.workspace_id, d.folder_id, d.title, d.version, d.seq, d.created_by, d.created_at, d.updated_at,
  d.trashed_at, d.is_template, d.tags, ${role}`;
const findDocument = db.prepare(`SELECT ${columns} ${from} WHERE d.id = @id`);
const findContent = db.prepare(`SELECT d.workspace_id, d.trashed_at, d.seq, d.content, ${role} ${from} WHERE d.id = @id`);
const listed = (after) => db.prepare(
  `SELECT ${columns} ${from} WHERE d.workspace_id = @workspace AND d.trashed_at IS NULL ${after} ORDER BY d.id DESC LIMIT @limit`,
);
const [listFirst, listAfter] = [listed(''), listed('AND d.id < @after')];
const advance = db.prepare('UPDATE documents SET content = ?, seq = seq + 1, updated_at = ? WHERE id = ? AND seq = ?');
const log = db.prepare('INSERT INTO edits VALUES (?, ?, ?, ?, ?)');
const move = db.prepare('UPDATE feeds SET position = position + 1 WHERE workspace_id = ? RETURNING position').pluck();
const change = db.prepare(
  'INSERT INTO changes VALUES (?, ?, ?, ?) ON CONFLICT (workspace_id, object_id) DO UPDATE SET position = excluded.position, at = excluded.at',
);

const write = db.transaction((found, id, seq, author, content) => {
  const now = Date.now();
  if (advance.run(content, now, id, seq).changes === 0) return false;
  log.run(id, seq + 1, author, now, content);
  change.run(found.workspace_id, id, move.get(found.workspace_id), now);
  return true;
});

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
  const token = header?.startsWith('Bearer ') ? findToken.get(hashOf(header.slice(7))) : undefined;
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
  const document = findDocument.get({ id: request.params.id, user: request.user, now: Date.now() });
  if (!document?.role) return refuse(reply, 404, 'not-found', 'There is no such document.');
  if (document.trashed_at !== null) return refuse(reply, 410, 'trashed', 'Restore it first.');
  reply.header('ETag', etagOf(document));
  return request.headers['if-none-match'] === etagOf(document) ? reply.code(304).send() : entryOf(document);
});

app.get('/api/v1/workspaces/:id/documents', { schema: { response: { 200: page } } }, async (request, reply) => {
  if (!findRole.get(request.params.id, request.user)) return refuse(reply, 404, 'not-found', 'There is no such workspace.');
  const limit = Math.min(Number(request.query.limit ?? 50), 200);
  const list = `documents of ${request.params.id} for ${request.user}`;
  const after = request.query.cursor ? readCursor(request.query.cursor, list) : undefined;
  if (after === null) return refuse(reply, 400, 'cursor-mismatch', 'Start again without a cursor.');
  const asked = { workspace: request.params.id, user: request.user, now: Date.now(), limit: limit + 1 };
  const rows = after === undefined ? listFirst.all(asked) : listAfter.all({ ...asked, after });
  const items = rows.slice(0, limit).map(entryOf);
  const nextCursor = rows.length > limit ? cursorOf(items.at(-1).id, list) : null;
  if (nextCursor) reply.header('Link', `<${request.url.split('?')[0]}?limit=${limit}&cursor=${nextCursor}>; rel="next"`);
  return { items, nextCursor };
});

app.put('/api/v1/documents/:id/content', { schema: { response: { 200: written } } }, async (request, reply) => {
  const found = findContent.get({ id: request.params.id, user: request.user, now: Date.now() });
  if (!found?.role) return refuse(reply, 404, 'not-found', 'There is no such document.');
  if (found.trashed_at !== null) return refuse(reply, 410, 'trashed', 'Restore it first.');
  if (found.role !== 'owner' && found.role !== 'editor') return refuse(reply, 403, 'forbidden', "An editor's role is needed.");
  const ifMatch = request.headers['if-match'];
  if (ifMatch === undefined) return refuse(reply, 428, 'precondition-required', 'Send If-Match.');
  if (ifMatch !== contentEtagOf(found)) return refuse(reply, 412, 'precondition-failed', `Now ${contentEtagOf(found)}.`);
  if (request.body.includes(0)) return refuse(reply, 422, 'validation-failed', 'Take the NUL characters out of the text.');
  new TextDecoder('utf-8', { fatal: true }).decode(request.body);
  if (!write(found, request.params.id, found.seq, request.user, request.body))
    return refuse(reply, 412, 'precondition-failed', 'Read it again.');
  const etag = contentEtagOf({ seq: found.seq + 1 });
  reply.header('ETag', etag);
  return { etag, merged: false, overlaps: 0 };
});

await app.listen({ port: Number(process.argv[2]), host: '127.0.0.1' });
