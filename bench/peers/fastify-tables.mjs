/**
 * The tables of fastify.mjs.
 * @param {string} bytes the database's type of bytes
 * @param {string} ending what it wants said of a table with a key of its own
 */
export const tables = (bytes, ending) => `
  CREATE TABLE IF NOT EXISTS workspaces (id TEXT PRIMARY KEY, name TEXT NOT NULL) ${ending};
  CREATE TABLE IF NOT EXISTS users (id TEXT PRIMARY KEY, name TEXT NOT NULL) ${ending};
  CREATE TABLE IF NOT EXISTS tokens (hash ${bytes} PRIMARY KEY, user_id TEXT NOT NULL, scopes INTEGER NOT NULL, expires_at BIGINT NOT NULL) ${ending};
  CREATE TABLE IF NOT EXISTS members (workspace_id TEXT, user_id TEXT, role TEXT, PRIMARY KEY (workspace_id, user_id)) ${ending};
  CREATE TABLE IF NOT EXISTS grants (
    document_id TEXT, user_id TEXT, role TEXT NOT NULL, link_id TEXT, expires_at BIGINT, PRIMARY KEY (document_id, user_id)) ${ending};
  CREATE TABLE IF NOT EXISTS documents (
    id TEXT PRIMARY KEY, workspace_id TEXT NOT NULL, folder_id TEXT, title TEXT NOT NULL, version INTEGER NOT NULL,
    seq INTEGER NOT NULL, created_by TEXT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
    trashed_at BIGINT, is_template INTEGER NOT NULL, tags TEXT NOT NULL, content ${bytes} NOT NULL) ${ending};
  CREATE INDEX IF NOT EXISTS documents_of ON documents (workspace_id, id);
  CREATE TABLE IF NOT EXISTS edits (document_id TEXT, seq INTEGER, author_id TEXT, at BIGINT, content ${bytes}, PRIMARY KEY (document_id, seq)) ${ending};
  CREATE TABLE IF NOT EXISTS feeds (workspace_id TEXT PRIMARY KEY, position BIGINT NOT NULL) ${ending};
  CREATE TABLE IF NOT EXISTS changes (workspace_id TEXT, object_id TEXT, position BIGINT, at BIGINT, PRIMARY KEY (workspace_id, object_id)) ${ending};
`;

const names = ['id', 'workspace_id', 'folder_id', 'title', 'version', 'seq', 'created_by', 'created_at', 'updated_at',
  'trashed_at', 'is_template', 'tags'];

/** What an answer tells of a document, without its text. */
export const columnsFor = (table) => names.map((name) => `${table}.${name}`).join(', ');

/** A role in the document goes before one in its workspace, as in MDReader. */
export const roleFor = (member, grant) => `CASE WHEN ${member}.role = 'owner' THEN ${member}.role
  WHEN ${grant}.link_id IS NULL THEN coalesce(${grant}.role, ${member}.role)
  WHEN ${member}.role = 'editor' OR (${member}.role = 'commenter' AND ${grant}.role = 'viewer') THEN ${member}.role
  ELSE ${grant}.role END AS role`;
