// Where fastify.mjs keeps its documents: SQLite, as durable as MDReader's (WAL, synchronous=FULL).
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { columnsFor, roleFor, tables } from './fastify-tables.mjs';

export function open(folder) {
  const db = new Database(join(folder, 'rest.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec(tables('BLOB', 'WITHOUT ROWID'));

  const findToken = db.prepare(
    'SELECT u.id, u.name, t.scopes, t.expires_at FROM tokens t JOIN users u ON u.id = t.user_id WHERE t.hash = ?',
  );
  const findRole = db.prepare('SELECT role FROM members WHERE workspace_id = ? AND user_id = ?').pluck();
  const from = `FROM documents d
    LEFT JOIN members m ON m.workspace_id = d.workspace_id AND m.user_id = @user
    LEFT JOIN grants g ON g.document_id = d.id AND g.user_id = @user AND (g.expires_at IS NULL OR g.expires_at > @now)`;
  const findDocument = db.prepare(`SELECT ${columnsFor('d')}, ${roleFor('m', 'g')} ${from} WHERE d.id = @id`);
  const findContent = db.prepare(
    `SELECT d.workspace_id, d.trashed_at, d.seq, d.content, ${roleFor('m', 'g')} ${from} WHERE d.id = @id`,
  );
  const listed = (after) => db.prepare(`SELECT ${columnsFor('d')}, ${roleFor('m', 'g')} ${from}
    WHERE d.workspace_id = @workspace AND d.trashed_at IS NULL ${after} ORDER BY d.id DESC LIMIT @limit`);
  const [listFirst, listAfter] = [listed(''), listed('AND d.id < @after')];
  const advance = db.prepare('UPDATE documents SET content = ?, seq = seq + 1, updated_at = ? WHERE id = ? AND seq = ?');
  const log = db.prepare('INSERT INTO edits VALUES (?, ?, ?, ?, ?)');
  const move = db.prepare('UPDATE feeds SET position = position + 1 WHERE workspace_id = ? RETURNING position').pluck();
  const change = db.prepare(
    'INSERT INTO changes VALUES (?, ?, ?, ?) ON CONFLICT (workspace_id, object_id) DO UPDATE SET position = excluded.position, at = excluded.at',
  );
  const write = db.transaction((found, id, author, content) => {
    const now = Date.now();
    if (advance.run(content, now, id, found.seq).changes === 0) return false;
    log.run(id, found.seq + 1, author, now, content);
    change.run(found.workspace_id, id, move.get(found.workspace_id), now);
    return true;
  });

  return {
    plant: db.transaction(({ workspace, users, documents }) => {
      db.prepare('INSERT INTO workspaces VALUES (?, ?)').run(workspace, 'Seeded');
      db.prepare('INSERT INTO feeds VALUES (?, 0)').run(workspace);
      for (const { id, name, hash, role, expires } of users) {
        db.prepare('INSERT INTO users VALUES (?, ?)').run(id, name);
        db.prepare('INSERT INTO tokens VALUES (?, ?, 7, ?)').run(hash, id, expires);
        db.prepare('INSERT INTO members VALUES (?, ?, ?)').run(workspace, id, role);
      }
      const insert = db.prepare("INSERT INTO documents VALUES (?, ?, NULL, ?, 1, 0, ?, ?, ?, NULL, 0, '', ?)");
      for (const { id, title, author, at } of documents) insert.run(id, workspace, title, author, at, at, Buffer.alloc(0));
    }),
    findToken: (hash) => findToken.get(hash),
    findRole: (workspace, user) => findRole.get(workspace, user),
    findDocument: (id, user) => findDocument.get({ id, user, now: Date.now() }),
    findContent: (id, user) => findContent.get({ id, user, now: Date.now() }),
    list: (workspace, user, limit, after) => {
      const asked = { workspace, user, now: Date.now(), limit };
      return after === undefined ? listFirst.all(asked) : listAfter.all({ ...asked, after });
    },
    write,
    close: () => db.close(),
  };
}
