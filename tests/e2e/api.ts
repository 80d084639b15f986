import { createHash } from 'node:crypto';

export type Role = 'owner' | 'editor' | 'commenter' | 'viewer';

export interface Person {
  id: string;
  name: string;
  email: string;
  token: string;
}

interface Upload {
  url: string;
  method: string;
  headers: Record<string, string>;
}

export const PASSWORD = 'plum Orchard 7 lantern!';
let people = 0;

/** The public API, as far as these tests need it to prepare what they then look at in the browser. */
export class Api {
  readonly #url: string;
  readonly #code: string | null;

  /** With a code, where addresses are confirmed by it. */
  constructor(url: string, code: string | null = null) {
    this.#url = url;
    this.#code = code;
  }

  async signUp(name: string): Promise<Person> {
    const email = `person${++people}.${Date.now()}@example.org`;
    await this.#call('POST', '/auth/signup', null, { email, name, password: PASSWORD });
    if (this.#code !== null) await this.#call('POST', '/auth/confirm', null, { email, code: this.#code });
    const answer = await this.#call('POST', '/auth/login', null, { email, password: PASSWORD, tokenDelivery: 'body' });
    const { accessToken, user } = (await answer.json()) as { accessToken: string; user: { id: string } };
    return { id: user.id, name, email, token: accessToken };
  }

  async createWorkspace(by: Person, name: string): Promise<string> {
    return this.#id(await this.#call('POST', '/workspaces', by, { name }));
  }

  async addMember(by: Person, workspace: string, person: Person, role: Role): Promise<void> {
    await this.#call('PUT', `/workspaces/${workspace}/members/${person.id}`, by, { role });
  }

  async createFolder(by: Person, workspace: string, name: string, parentId?: string): Promise<string> {
    return this.#id(await this.#call('POST', `/workspaces/${workspace}/folders`, by, { name, parentId }));
  }

  async createDocument(
    by: Person,
    workspace: string,
    title: string,
    content?: string,
    folderId?: string,
  ): Promise<string> {
    return this.#id(await this.#call('POST', `/workspaces/${workspace}/documents`, by, { title, content, folderId }));
  }

  async useAsTemplate(by: Person, document: string): Promise<void> {
    await this.#call('PATCH', `/documents/${document}`, by, { isTemplate: true });
  }

  /** How many documents answer: the index follows a moment after the text. */
  async found(by: Person, words: string): Promise<number> {
    const answer = await this.#call('GET', `/search?q=${encodeURIComponent(words)}`, by);
    return ((await answer.json()) as { items: unknown[] }).items.length;
  }

  async removeMember(by: Person, workspace: string, person: Person): Promise<void> {
    await this.#call('DELETE', `/workspaces/${workspace}/members/${person.id}`, by);
  }

  async documents(by: Person, workspace: string): Promise<{ id: string; title: string }[]> {
    const answer = await this.#call('GET', `/workspaces/${workspace}/documents`, by);
    return ((await answer.json()) as { items: { id: string; title: string }[] }).items;
  }

  async deleteDocument(by: Person, document: string): Promise<void> {
    await this.#call('DELETE', `/documents/${document}`, by);
  }

  /** Comments on a range of the text as it is now. */
  async comment(
    by: Person,
    document: string,
    { start, end, quote }: { start: number; end: number; quote: string },
    body: string,
  ): Promise<string> {
    const content = await this.#call('GET', `/documents/${document}/content`, by);
    const base = content.headers.get('ETag');
    return this.#id(
      await this.#call('POST', `/documents/${document}/threads`, by, { anchor: { start, end, quote, base }, body }),
    );
  }

  async reply(by: Person, thread: string, body: string): Promise<void> {
    await this.#call('POST', `/threads/${thread}/comments`, by, { body });
  }

  async thread(by: Person, thread: string): Promise<{ status: string; comments: { body: string }[] }> {
    const answer = await this.#call('GET', `/threads/${thread}`, by);
    return (await answer.json()) as { status: string; comments: { body: string }[] };
  }

  async muteDocument(by: Person, document: string): Promise<void> {
    await this.#call('PUT', `/documents/${document}/mute`, by);
  }

  /** Proposes edits of the text as it is now. */
  async suggest(
    by: Person,
    document: string,
    edits: { find: string; replace: string }[],
    message?: string,
  ): Promise<string> {
    const base = (await this.#call('GET', `/documents/${document}/content`, by)).headers.get('ETag');
    return this.#id(await this.#call('POST', `/documents/${document}/suggestions`, by, { base, edits, message }));
  }

  async askAccess(by: Person, document: string, message: string): Promise<void> {
    await this.#call('POST', `/documents/${document}/access-requests`, by, { message });
  }

  /** The page that the letter leads to. */
  async inviteToDocument(by: Person, document: string, email: string, role: Role): Promise<string> {
    const made = await this.#call('POST', `/documents/${document}/invites`, by, { email, role });
    return ((await made.json()) as { url: string }).url;
  }

  /** The page that the letter would lead to. */
  async inviteToWorkspace(by: Person, workspace: string, email: string, role: Role): Promise<string> {
    const made = await this.#call('POST', `/workspaces/${workspace}/invites`, by, { email, role });
    return ((await made.json()) as { url: string }).url;
  }

  /** The page by which anybody comes in as a guest. */
  async makeLink(by: Person, document: string, role: Role): Promise<string> {
    const made = await this.#call('POST', `/documents/${document}/links`, by, { role, label: 'For anybody' });
    return ((await made.json()) as { url: string }).url;
  }

  /** The page that anybody can read. */
  async publish(by: Person, document: string): Promise<string> {
    const made = await this.#call('PUT', `/documents/${document}/publication`, by, {});
    return ((await made.json()) as { url: string }).url;
  }

  /** Lets so many guests come in by a link. */
  async letGuestsIn(by: Person, document: string, names: string[], label = 'For guests'): Promise<void> {
    const made = await this.#call('POST', `/documents/${document}/links`, by, { role: 'viewer', label });
    const { token } = (await made.json()) as { token: string };
    for (const name of names) await this.#call('POST', `/links/${token}/open`, null, { name });
  }

  /** The push services of the person's browsers that are woken. */
  async pushServices(by: Person): Promise<string[]> {
    const answer = await this.#call('GET', '/me/push-subscriptions', by);
    return ((await answer.json()) as { items: { service: string }[] }).items.map(({ service }) => service);
  }

  /** Gives the person an agent; gives its token. */
  async addAgent(by: Person, name: string): Promise<string> {
    const made = await this.#call('POST', '/me/tokens', by, { name, scopes: ['read', 'write'], isAgent: true });
    return ((await made.json()) as { token: string }).token;
  }

  /** Attaches a file; gives the address by which a text names it. */
  async attach(by: Person, document: string, fileName: string, contentType: string, bytes: Buffer): Promise<string> {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const announced = { fileName, contentType, size: bytes.length, sha256 };
    const answer = await this.#call('POST', `/documents/${document}/attachments`, by, announced);
    const { id, upload } = (await answer.json()) as { id: string; upload: Upload };
    const sent = await fetch(upload.url, {
      method: upload.method,
      headers: upload.headers,
      body: new Uint8Array(bytes),
    });
    if (!sent.ok) throw new Error(`The upload answered ${sent.status}: ${await sent.text()}`);
    await this.#call('POST', `/attachments/${id}/complete`, by);
    return `/api/v1/attachments/${id}`;
  }

  async nameVersion(by: Person, document: string, name: string): Promise<void> {
    await this.#call('POST', `/documents/${document}/versions`, by, { name });
  }

  /** A new text over the one that is there now. */
  async write(by: Person, document: string, text: string): Promise<void> {
    const base = (await this.#call('GET', `/documents/${document}/content`, by)).headers.get('ETag') ?? '';
    const answer = await fetch(`${this.#url}/api/v1/documents/${document}/content`, {
      method: 'PUT',
      headers: { Authorization: `Bearer ${by.token}`, 'Content-Type': 'text/markdown', 'If-Match': base },
      body: text,
    });
    if (!answer.ok) throw new Error(`PUT content answered ${answer.status}: ${await answer.text()}`);
  }

  async content(by: Person, document: string): Promise<string> {
    return (await this.#call('GET', `/documents/${document}/content`, by)).text();
  }

  async #id(answer: Response): Promise<string> {
    return ((await answer.json()) as { id: string }).id;
  }

  async #call(method: string, path: string, by: Person | null, body?: unknown): Promise<Response> {
    const answer = await fetch(`${this.#url}/api/v1${path}`, {
      method,
      headers: {
        ...(by === null ? {} : { Authorization: `Bearer ${by.token}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return answer;
  }
}
