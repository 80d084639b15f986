import type { Api, Person } from './api';

const TEXT = `# Field guide

The *first* thing that a newcomer sees must be **the real thing**, thin but whole.
See [the plan](https://example.org/plan) or run \`dotnet run\`.

## What is new

- Two people write one document
- Saved means saved

1. First
2. Second

> Calm, fast, keyboard-first.

| Part | State | Share |
|------|:-----:|------:|
| Engine | done | 90 % |
| Room | done | 10 % |

\`\`\`csharp
var document = new Document("a rather long line of code that has to scroll inside its own box");
\`\`\`

![A picture from elsewhere](https://example.org/picture.png)

> [!WARNING]
> Hot, with $a^2$ of it[^heat].

[toc]

[^heat]: As *measured* on the day.
`;

const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPj/HwADAgH/p0YoRwAAAABJRU5ErkJggg==',
  'base64',
);

export interface Place {
  workspace: string;
  empty: string;
  document: string;
  trashed: string;
  /** Of nobody else's interest: what is typed there is suggested. */
  suggested: string;
  /** Where an invitation to the document leads. */
  invite: string;
  /** And one to the workspace. */
  workspaceInvite: string;
  /** By which anybody comes in. */
  link: string;
  /** What anybody can read. */
  published: string;
}

/** A workspace in which there is something of everything. */
export async function furnish(api: Api): Promise<{ place: Place; ana: Person }> {
  const ana = await api.signUp('Ana Sousa');
  const ben = await api.signUp('Ben Okafor');
  const workspace = await api.createWorkspace(ana, 'Field notes of the northern stations');
  await api.addMember(ana, workspace, ben, 'commenter');
  const document = await api.createDocument(ana, workspace, 'Field guide', TEXT);
  const muted = await api.createDocument(
    ana,
    workspace,
    'A title that is much longer than any list or bar has room for, on any screen',
  );
  await api.comment(ana, document, { start: 2, end: 13, quote: 'Field guide' }, 'Is that *its* name?');
  await api.suggest(
    ben,
    document,
    [
      { find: 'What is new', replace: 'What is *new*' },
      { find: 'thin but whole', replace: 'whole' },
    ],
    'Shorter',
  );
  await api.attach(ana, document, 'field-map.png', 'image/png', PICTURE);
  await api.attach(ana, document, 'a list of everything that was taken along.csv', 'text/csv', Buffer.from('a,b\n'));
  const eve = await api.signUp('Eve');
  await api.askAccess(eve, document, 'May I see it?');
  const invite = await api.inviteToDocument(ana, document, 'dora@example.org', 'viewer');
  const suggested = await api.createDocument(ana, workspace, 'Suggested', 'Some text.\n');
  await api.comment(ben, suggested, { start: 0, end: 4, quote: 'Some' }, `Whose, @[Ana Sousa](${ana.id})?`);
  await api.muteDocument(ana, muted);
  await api.nameVersion(ana, document, 'Kept as it was');
  const trashed = await api.createDocument(ana, workspace, 'Old plans');
  await api.deleteDocument(ana, trashed);
  const workspaceInvite = await api.inviteToWorkspace(ana, workspace, 'dora@example.org', 'editor');
  const empty = await api.createWorkspace(ana, 'Nothing yet');
  await api.addMember(ana, empty, await api.signUp('Cleo Adams'), 'viewer');
  const link = await api.makeLink(ana, suggested, 'commenter');
  const published = await api.publish(ana, document);
  return { ana, place: { workspace, empty, document, trashed, suggested, invite, workspaceInvite, link, published } };
}
