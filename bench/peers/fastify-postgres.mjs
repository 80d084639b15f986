// Where fastify.mjs keeps its documents: PostgreSQL by pg, with a pool of connections and prepared statements.
import pg from 'pg';
import { columnsFor, roleFor, tables } from './fastify-tables.mjs';

// Times are whole milliseconds, well below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export async function open(address) {
  const pool = new pg.Pool({ connectionString: address, max: 20 });
  await pool.query(tables('BYTEA', ''));

  const named = (name, text) => (values, client = pool) => client.query({ name, text, values });
  const findToken = named('token',
    'SELECT u.id, u.name, t.scopes, t.expires_at FROM tokens t JOIN users u ON u.id = t.user_id WHERE t.hash = $1');
  const findRole = named('role', 'SELECT role FROM members WHERE workspace_id = $1 AND user_id = $2');
  const from = `FROM documents d
    LEFT JOIN members m ON m.workspace_id = d.workspace_id AND m.user_id = $1
    LEFT JOIN grants g ON g.document_id = d.id AND g.user_id = $1 AND (g.expires_at IS NULL OR g.expires_at > $2)`;
  const findDocument = named('document', `SELECT ${columnsFor('d')}, ${roleFor('m', 'g')} ${from} WHERE d.id = $3`);
  const findContent = named('content',
    `SELECT d.workspace_id, d.trashed_at, d.seq, d.content, ${roleFor('m', 'g')} ${from} WHERE d.id = $3`);
  const listed = (name, after) => named(name, `SELECT ${columnsFor('d')}, ${roleFor('m', 'g')} ${from}
    WHERE d.workspace_id = $3 AND d.trashed_at IS NULL ${after} ORDER BY d.id DESC LIMIT $4`);
  const [listFirst, listAfter] = [listed('first', ''), listed('after', 'AND d.id < $5')];
  // One statement, so one way to the database and back; what changed nothing is logged nowhere.
  const write = named('write', `
    WITH advanced AS (
      UPDATE documents SET content = $1, seq = seq + 1, updated_at = $2 WHERE id = $3 AND seq = $4 RETURNING workspace_id, seq),
    logged AS (INSERT INTO edits SELECT $3, seq, $5, $2, $1 FROM advanced),
    moved AS (UPDATE feeds SET position = position + 1 FROM advanced WHERE feeds.workspace_id = advanced.workspace_id
      RETURNING feeds.workspace_id, feeds.position)
    INSERT INTO changes SELECT workspace_id, $3, position, $2 FROM moved
    ON CONFLICT (workspace_id, object_id) DO UPDATE SET position = excluded.position, at = excluded.at`);

  const first = (found) => found.rows[0];
  return {
    plant: async ({ workspace, users, documents }) => {
      const client = await pool.connect();
      const insert = (table, values) =>
        client.query(`INSERT INTO ${table} VALUES (${values.map((_, n) => `$${n + 1}`).join(', ')})`, values);
      await client.query('BEGIN');
      await insert('workspaces', [workspace, 'Seeded']);
      await insert('feeds', [workspace, 0]);
      for (const { id, name, hash, role, expires } of users) {
        await insert('users', [id, name]);
        await insert('tokens', [hash, id, 7, expires]);
        await insert('members', [workspace, id, role]);
      }
      for (const { id, title, author, at } of documents)
        await insert('documents', [id, workspace, null, title, 1, 0, author, at, at, null, 0, '', Buffer.alloc(0)]);
      await client.query('COMMIT');
      client.release();
      await pool.query('ANALYZE');
    },
    findToken: async (hash) => first(await findToken([hash])),
    findRole: async (workspace, user) => first(await findRole([workspace, user]))?.role,
    findDocument: async (id, user) => first(await findDocument([user, Date.now(), id])),
    findContent: async (id, user) => first(await findContent([user, Date.now(), id])),
    list: async (workspace, user, limit, after) =>
      (after === undefined
        ? await listFirst([user, Date.now(), workspace, limit])
        : await listAfter([user, Date.now(), workspace, limit, after])).rows,
    write: async (found, id, author, content) => (await write([content, Date.now(), id, found.seq, author])).rowCount === 1,
    close: () => pool.end(),
  };
}
