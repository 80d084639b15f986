import AxeBuilder from '@axe-core/playwright';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Person } from './api';
import { editor, openDocument, preview } from './editor';
import { expect, SCREENS, test } from './test';

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
`;

const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPj/HwADAgH/p0YoRwAAAABJRU5ErkJggg==',
  'base64',
);

interface Place {
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
}

interface Screen {
  name: string;
  signedIn: boolean;
  open: (page: Page, place: Place) => Promise<void>;
}

const screens: Screen[] = [
  {
    name: 'guest',
    signedIn: false,
    open: async (page) => {
      await page.goto('/');
      await editor(page).click();
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.insertText('# Mine\n\nOnly *here*.');
      await expect(page.locator('[data-save]')).toHaveText('Saved on this device');
    },
  },
  {
    name: 'guest-list',
    signedIn: false,
    open: async (page) => {
      await page.goto('/');
      await expect(editor(page)).toBeVisible();
      await showRail(page);
      await expect(page.getByText('Guest · saved in this browser only')).toBeVisible();
    },
  },
  { name: 'sign-in', signedIn: false, open: (page) => see(page, '/sign-in', 'Sign in to MDReader') },
  {
    name: 'sign-in-refused',
    signedIn: false,
    open: async (page) => {
      await page.goto('/sign-in');
      await page.getByLabel('Email').fill('nobody@example.org');
      await page.getByLabel('Password', { exact: true }).fill('wrong');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await expect(page.getByRole('alert')).toBeVisible();
    },
  },
  { name: 'sign-up', signedIn: false, open: (page) => see(page, '/sign-up', 'Create your account') },
  { name: 'forgot-password', signedIn: false, open: (page) => see(page, '/forgot-password', 'Set a new password') },
  {
    name: 'reset-password',
    signedIn: false,
    open: (page) => see(page, '/reset-password#email=ana@example.org&code=ABCD-EFGH', 'Set a new password'),
  },
  {
    name: 'confirm-address',
    signedIn: false,
    open: (page) => see(page, '/confirm#email=ana@example.org&code=ABCD-EFGH', 'Confirm your address'),
  },
  {
    name: 'second-factor',
    signedIn: false,
    open: (page) => see(page, '/sign-in#challenge=abc&expiresIn=300', 'Second factor'),
  },
  { name: 'set-up', signedIn: false, open: (page) => see(page, '/setup?token=abc', 'Set up this server') },
  { name: 'set-up-used', signedIn: false, open: (page) => see(page, '/setup', 'Set up this server') },
  { name: 'home', signedIn: true, open: (page, { workspace }) => see(page, `/w/${workspace}`, 'Documents') },
  { name: 'home-empty', signedIn: true, open: (page, { empty }) => see(page, `/w/${empty}`, 'No documents yet') },
  {
    name: 'people',
    signedIn: true,
    open: async (page, { workspace }) => {
      await see(page, `/w/${workspace}`, 'Documents');
      await showRail(page);
      await page.getByRole('button', { name: 'People' }).click();
      await expect(page.getByRole('dialog', { name: /^People/ })).toContainText('Ben Okafor');
    },
  },
  {
    name: 'account-menu',
    signedIn: true,
    open: async (page, { workspace }) => {
      await see(page, `/w/${workspace}`, 'Documents');
      await showRail(page);
      await page.getByRole('button', { name: /^Account/ }).click();
      await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeVisible();
    },
  },
  {
    name: 'document-edit',
    signedIn: true,
    open: async (page, { document }) => {
      await openDocument(page, document);
      await page.getByRole('button', { name: 'Edit', exact: true }).click();
      await editor(page).click();
    },
  },
  {
    name: 'document-both',
    signedIn: true,
    open: async (page, { document }) => {
      await openDocument(page, document);
      const both = page.getByRole('button', { name: 'Both', exact: true });
      if (await both.isVisible()) await both.click();
    },
  },
  {
    name: 'document-view',
    signedIn: true,
    open: async (page, { document }) => {
      await openDocument(page, document);
      await page.getByRole('button', { name: 'View', exact: true }).click();
      await expect(preview(page).getByRole('heading', { name: 'Field guide' })).toBeVisible();
    },
  },
  {
    name: 'document-menu',
    signedIn: true,
    open: async (page, { document }) => {
      await openDocument(page, document);
      await page.getByRole('button', { name: 'Document menu' }).click();
      await expect(page.getByRole('menuitem', { name: 'Files' })).toBeVisible();
    },
  },
  {
    name: 'palette',
    signedIn: true,
    open: async (page, { workspace }) => {
      await see(page, `/w/${workspace}`, 'Documents');
      await page.keyboard.press('ControlOrMeta+k');
      await expect(page.getByRole('listbox').getByRole('option').first()).toBeVisible();
    },
  },
  { name: 'trash', signedIn: true, open: (page, { workspace }) => see(page, `/w/${workspace}/trash`, 'Trash') },
  { name: 'drafts', signedIn: true, open: (page, { workspace }) => see(page, `/w/${workspace}/drafts`, 'Drafts') },
  { name: 'inbox', signedIn: true, open: (page, { workspace }) => see(page, `/w/${workspace}/inbox`, 'Inbox') },
  {
    name: 'workspace-settings',
    signedIn: true,
    open: (page, { workspace }) => see(page, `/w/${workspace}/settings`, 'Workspace settings'),
  },
  {
    name: 'import',
    signedIn: true,
    open: async (page, { empty }) => {
      await see(page, `/w/${empty}`, 'No documents yet');
      await page.getByRole('main').getByRole('button', { name: 'Import…' }).click();
      await expect(page.getByRole('dialog', { name: 'Import' })).toBeVisible();
    },
  },
  {
    name: 'audit',
    signedIn: true,
    open: async (page, { workspace }) => {
      await see(page, `/w/${workspace}/audit`, 'Audit log');
      await expect(page.getByText(/^The log is whole/)).toBeVisible();
      await page.getByText('member.changed').first().click();
    },
  },
  { name: 'settings-profile', signedIn: true, open: (page) => see(page, '/settings/profile', 'Picture') },
  { name: 'settings-security', signedIn: true, open: (page) => see(page, '/settings/security', 'Second factor') },
  {
    name: 'settings-notifications',
    signedIn: true,
    open: async (page) => {
      await see(page, '/settings/notifications', 'Notifications');
      await expect(page.getByRole('checkbox').first()).toBeVisible();
    },
  },
  { name: 'settings-shortcuts', signedIn: true, open: (page) => see(page, '/settings/shortcuts', 'In a document') },
  { name: 'settings-tokens', signedIn: true, open: (page) => see(page, '/settings/tokens', 'Access tokens') },
  { name: 'settings-agents', signedIn: true, open: (page) => see(page, '/settings/agents', 'Agents') },
  { name: 'settings-account', signedIn: true, open: (page) => see(page, '/settings/account', 'Delete my account') },
  {
    name: 'document-live',
    signedIn: true,
    open: async (page, { document }) => {
      await openDocument(page, document);
      await page.getByRole('button', { name: 'Live', exact: true }).click();
    },
  },
  {
    name: 'comments',
    signedIn: true,
    open: async (page, { document }) => {
      await openDocument(page, document);
      await page.getByRole('button', { name: '1 open comment' }).click();
      await page.getByRole('article').click();
      await expect(page.getByRole('textbox', { name: 'Reply' })).toBeVisible();
    },
  },
  {
    name: 'mention-outsider',
    signedIn: true,
    open: async (page, { document }) => {
      await openDocument(page, document);
      await page.getByRole('button', { name: '1 open comment' }).click();
      await page.getByRole('article').click();
      await page.getByRole('textbox', { name: 'Reply' }).pressSequentially('What do you say, @Cl');
      await page.getByRole('option', { name: 'Cleo Adams' }).click();
      await expect(page.getByRole('combobox', { name: 'Invite Cleo Adams' })).toBeVisible();
    },
  },
  {
    name: 'mention-picker',
    signedIn: true,
    open: async (page, { document }) => {
      await openDocument(page, document);
      await page.getByRole('button', { name: '1 open comment' }).click();
      await page.getByRole('article').click();
      await page.getByRole('textbox', { name: 'Reply' }).fill('');
      await page.getByRole('textbox', { name: 'Reply' }).pressSequentially('@');
      await expect(page.getByRole('option', { name: 'Cleo Adams' })).toBeVisible();
    },
  },
  {
    name: 'attachments',
    signedIn: true,
    open: async (page, { document }) => {
      await openDocument(page, document);
      await page.getByRole('button', { name: 'Document menu' }).click();
      await page.getByRole('menuitem', { name: 'Files' }).click();
      await expect(page.getByText('field-map.png')).toBeVisible();
    },
  },
  {
    name: 'suggestions',
    signedIn: true,
    open: async (page, { document }) => {
      await openDocument(page, document);
      await page.getByRole('button', { name: 'Edit', exact: true }).click();
      await page.getByRole('button', { name: '1 open suggestion' }).click();
      await page.getByRole('article').getByRole('button').first().click();
      await expect(page.getByRole('button', { name: 'Accept change 1' })).toBeVisible();
    },
  },
  {
    name: 'suggesting',
    signedIn: true,
    open: async (page, { suggested }) => {
      await openDocument(page, suggested);
      await page.getByRole('button', { name: 'Edit', exact: true }).click();
      await page.getByRole('combobox', { name: 'What typing does' }).selectOption('Suggesting');
      await editor(page).click();
      await page.keyboard.type('More. ');
      await expect(page.getByRole('button', { name: 'Send suggestion' })).toBeVisible();
    },
  },
  {
    name: 'history',
    signedIn: true,
    open: async (page, { document }) => {
      await openDocument(page, document);
      await page.getByRole('button', { name: 'History' }).click();
      await page.getByRole('button', { name: /Kept as it was/ }).click();
      await expect(page.getByRole('slider', { name: 'Time' })).toBeVisible();
    },
  },
  {
    name: 'share',
    signedIn: true,
    open: async (page, { document }) => {
      await openDocument(page, document);
      await page.getByRole('button', { name: 'Share', exact: true }).click();
      await expect(page.getByRole('dialog')).toContainText('Ben Okafor');
      await expect(page.getByRole('dialog')).toContainText('Waiting for your answer');
      await expect(page.getByRole('dialog')).toContainText('dora@example.org');
    },
  },
  {
    name: 'document-invite',
    signedIn: false,
    open: (page, { invite }) => see(page, invite, 'Field guide'),
  },
  {
    name: 'workspace-invite',
    signedIn: false,
    open: (page, { workspaceInvite }) => see(page, workspaceInvite, 'Join Field notes of the northern stations'),
  },
  {
    name: 'document-invite-gone',
    signedIn: true,
    open: (page) => see(page, '/document-invite#nothing', 'This invitation isn’t open'),
  },
  {
    name: 'trashed',
    signedIn: true,
    open: (page, { trashed }) => see(page, `/d/${trashed}`, 'This document is in the trash'),
  },
  {
    name: 'gone',
    signedIn: true,
    open: (page) => see(page, '/d/0198c0de-0000-7000-8000-000000000000', 'You need access'),
  },
  { name: 'not-found', signedIn: true, open: (page) => see(page, '/no/such/page', 'There is nothing here') },
];

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every screen passes axe (${colorScheme})`, async ({ seat, stranger, api }) => {
    test.setTimeout(300_000);
    const { place, ana } = await furnish(api);
    const pages = { in: (await seat(ana, { colorScheme })).page, out: await stranger({ colorScheme }) };
    for (const { name, signedIn, open } of screens) {
      await test.step(name, async () => {
        const page = signedIn ? pages.in : pages.out;
        await open(page, place);
        await atRest(page);
        await page.screenshot({ path: join(SCREENS, `${name}-${colorScheme}.png`) });
        const axe = new AxeBuilder({ page });
        // A menu stands at the end of the page, outside its landmarks, so that nothing clips it. The focus is inside.
        if (await page.getByRole('menu').isVisible()) axe.disableRules('region');
        const { violations } = await axe.analyze();
        expect
          .soft(
            violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]),
            name,
          )
          .toEqual([]);
      });
    }
  });
}

test('every screen fits into 320 pixels', async ({ seat, stranger, api }) => {
  test.setTimeout(300_000);
  const narrow = { viewport: { width: 320, height: 640 } };
  const { place, ana } = await furnish(api);
  const pages = { in: (await seat(ana, narrow)).page, out: await stranger(narrow) };
  for (const { name, signedIn, open } of screens) {
    await test.step(name, async () => {
      const page = signedIn ? pages.in : pages.out;
      await open(page, place);
      await atRest(page);
      await page.screenshot({ path: join(SCREENS, `${name}-320.png`) });
      expect(await beyondTheEdge(page), name).toEqual([]);
    });
  }
});

test('the whole way to a saved sentence needs only the keyboard', async ({ seat, api }) => {
  const { page, person } = await seat(await api.signUp('Kim'));
  const workspace = await api.createWorkspace(person, 'Keys');
  await see(page, `/w/${workspace}`, 'No documents yet');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('main').getByRole('button', { name: 'New document' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Title' })).toBeFocused();
  await page.keyboard.type('By keys');
  await page.keyboard.press('Enter');
  await tabTo(page, 'Text in Markdown');
  await page.keyboard.type('Typed.');
  await expect(page.locator('[data-save]')).toHaveText('Saved');
  // Tab alone belongs to the text; Escape first gives it back to the page.
  await page.keyboard.press('Tab');
  await expect(editor(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(editor(page)).not.toBeFocused();
});

async function furnish(api: import('./api').Api): Promise<{ place: Place; ana: Person }> {
  const ana = await api.signUp('Ana Sousa');
  const ben = await api.signUp('Ben Okafor');
  const workspace = await api.createWorkspace(ana, 'Field notes of the northern stations');
  await api.addMember(ana, workspace, ben, 'commenter');
  const document = await api.createDocument(ana, workspace, 'Field guide', TEXT);
  await api.createDocument(
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
  await api.nameVersion(ana, document, 'Kept as it was');
  const trashed = await api.createDocument(ana, workspace, 'Old plans');
  await api.deleteDocument(ana, trashed);
  const workspaceInvite = await api.inviteToWorkspace(ana, workspace, 'dora@example.org', 'editor');
  const empty = await api.createWorkspace(ana, 'Nothing yet');
  await api.addMember(ana, empty, await api.signUp('Cleo Adams'), 'viewer');
  return { ana, place: { workspace, empty, document, trashed, suggested, invite, workspaceInvite } };
}

async function see(page: Page, path: string, heading: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole('main').getByRole('heading', { name: heading }).first()).toBeVisible();
}

async function showRail(page: Page): Promise<void> {
  const show = page.getByRole('button', { name: 'Show documents' });
  if (await show.isVisible()) await show.click();
}

async function tabTo(page: Page, name: string): Promise<void> {
  const target = page.getByRole('textbox', { name });
  for (let n = 0; n < 20 && !(await target.evaluate((element) => element === document.activeElement)); n++)
    await page.keyboard.press('Tab');
  await expect(target).toBeFocused();
}

/** Half-way through a fade, colours are what they never are otherwise. */
async function atRest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    const moving = document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Infinity);
    await Promise.all(moving.map(({ finished }) => finished.catch(() => undefined)));
  });
}

/** What reaches beyond the window without being inside something that scrolls by itself. */
async function beyondTheEdge(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const scrolls = (element: Element | null): boolean =>
      element !== null &&
      element !== document.documentElement &&
      (/auto|scroll|hidden/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    const wide = [...document.body.querySelectorAll('*')].filter((element) => {
      const { right, width: own } = element.getBoundingClientRect();
      return own > 1 && right > width + 1 && !scrolls(element.parentElement);
    });
    const page = document.scrollingElement?.scrollWidth ?? 0;
    return [
      ...(page > width ? [`the page is ${page} wide`] : []),
      ...wide.map(({ outerHTML }) => outerHTML.slice(0, 120)),
    ];
  });
}
