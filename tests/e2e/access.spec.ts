import { PASSWORD } from './api';
import { editor, openDocument, saveState } from './editor';
import { expect, test } from './test';

test('who has no access asks for it, and an owner says yes as what', async ({ seat, api, look }) => {
  const ana = await seat(await api.signUp('Ana Sousa'));
  const eve = await seat(await api.signUp('Eve Lindqvist'));
  const workspace = await api.createWorkspace(ana.person, 'Field notes');
  const document = await api.createDocument(ana.person, workspace, 'Plan', 'The tent is red.\n');

  await eve.page.goto(`/d/${document}`);
  await expect(eve.page.getByRole('heading', { name: 'You need access' })).toBeVisible();
  await expect(eve.page.getByText('Plan')).toHaveCount(0);
  await eve.page.getByRole('combobox', { name: 'Role to ask for' }).selectOption('Viewer');
  await eve.page.getByRole('textbox', { name: 'Message to the owners (optional)' }).fill('I carry the tent.');
  await look(eve.page, 'access-ask');
  await eve.page.getByRole('button', { name: 'Ask for access' }).click();
  await expect(eve.page.getByRole('main').getByRole('status')).toContainText('on its way to the owners');

  await ana.page.goto(`/w/${workspace}/inbox`);
  await ana.page.getByRole('link', { name: 'Eve Lindqvist asks for access to Plan' }).click();
  const dialog = ana.page.getByRole('dialog', { name: /^Share/ });
  await expect(dialog).toContainText('I carry the tent.');
  await look(ana.page, 'access-requests');
  await dialog.getByRole('combobox', { name: 'Role of Eve Lindqvist' }).selectOption('Commenter');
  await dialog.getByRole('button', { name: 'Give access' }).click();
  await expect(dialog.getByText('Waiting for your answer')).toHaveCount(0);
  await expect(dialog.getByRole('list', { name: 'People with access' })).toContainText('Eve Lindqvist');

  await openDocument(eve.page, document);
  await expect(saveState(eve.page)).toHaveText('Suggesting');
  await expect(editor(eve.page)).toContainText('The tent is red.');

  await test.step('and asks for more', async () => {
    await eve.page.getByRole('button', { name: 'Share', exact: true }).click();
    const share = eve.page.getByRole('dialog', { name: /^Share/ });
    await expect(share).toContainText('Your role here: Commenter.');
    await share.getByRole('button', { name: 'Ask for access' }).click();
    await expect(share.getByRole('status')).toContainText('on its way to the owners');
  });
});

test('an invitation to one document is sent again, and can be taken back before it is used', async ({
  seat,
  stranger,
  api,
  look,
}) => {
  const ana = await seat(await api.signUp('Ana Sousa'));
  const workspace = await api.createWorkspace(ana.person, 'Field notes');
  const document = await api.createDocument(ana.person, workspace, 'Plan', 'The tent is red.\n');
  const url = await api.inviteToDocument(ana.person, document, 'cleo@example.org', 'commenter');
  const cleo = await stranger();
  await cleo.goto(url);
  await expect(cleo.getByRole('heading', { name: 'Plan' })).toBeVisible();
  await expect(cleo.getByText(/Ana Sousa invites you .* to this document as Commenter/)).toBeVisible();
  await look(cleo, 'document-invite');

  await openDocument(ana.page, document);
  await ana.page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = ana.page.getByRole('dialog', { name: /^Share/ });
  await dialog.getByRole('button', { name: 'Send the invitation to cleo@example.org again' }).click();
  const again = await dialog.getByRole('textbox', { name: 'Link of the invitation' }).inputValue();
  expect(again).not.toBe(url);
  await look(ana.page, 'invite-again');
  await cleo.reload();
  await expect(cleo.getByRole('heading', { name: 'This invitation isn’t open' })).toBeVisible();
  await cleo.goto('about:blank');
  await cleo.goto(again);
  await expect(cleo.getByRole('heading', { name: 'Plan' })).toBeVisible();

  await dialog.getByRole('button', { name: 'Take back the invitation for cleo@example.org' }).click();
  const sure = ana.page.getByRole('dialog', { name: /^Take back/ });
  await expect(sure).toContainText('leads nowhere from now on');
  await sure.getByRole('button', { name: 'Take back' }).click();
  await expect(dialog.getByText('cleo@example.org')).toHaveCount(0);
  await cleo.reload();
  await expect(cleo.getByRole('heading', { name: 'This invitation isn’t open' })).toBeVisible();
});

test('an invitation to the workspace is sent again, and the first link is dead', async ({
  seat,
  stranger,
  api,
  look,
}) => {
  const ana = await seat(await api.signUp('Ana Sousa'));
  const workspace = await api.createWorkspace(ana.person, 'Field notes');
  const url = await api.inviteToWorkspace(ana.person, workspace, 'cleo@example.org', 'commenter');
  await ana.page.goto(`/w/${workspace}/settings`);
  await ana.page.getByRole('button', { name: 'Send the invitation to cleo@example.org again' }).click();
  const again = await ana.page.getByRole('textbox', { name: 'Link of the invitation' }).inputValue();
  await look(ana.page, 'workspace-invites');

  const cleo = await stranger();
  await cleo.goto(url);
  await expect(cleo.getByRole('heading', { name: 'This invitation isn’t open' })).toBeVisible();
  await cleo.goto('about:blank');
  await cleo.goto(again);
  await expect(cleo.getByRole('heading', { name: 'Join Field notes' })).toBeVisible();
  await cleo.getByRole('link', { name: 'Create account' }).click();
  await expect(cleo.getByLabel('Email')).toHaveValue('');
  await cleo.getByLabel('Name').fill('Cleo');
  await cleo.getByLabel('Email').fill('cleo@example.org');
  await cleo.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await cleo.getByRole('button', { name: 'Create account' }).click();
  await cleo.getByRole('button', { name: 'Accept' }).click();
  await expect(cleo).toHaveURL(new RegExp(`/w/${workspace}`));
});

test('more people have access than one page holds, and each of them can be put out', async ({ seat, api, look }) => {
  const ana = await seat(await api.signUp('Ana Sousa'));
  const document = await api.createDocument(
    ana.person,
    await api.createWorkspace(ana.person, 'Open day'),
    'Plan',
    'Hi\n',
  );
  const names = Array.from({ length: 55 }, (_, number) => `Guest ${number}`);
  await api.letGuestsIn(ana.person, document, names);
  await openDocument(ana.page, document);
  await ana.page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = ana.page.getByRole('dialog', { name: /^Share/ });
  const people = dialog.getByRole('list', { name: 'People with access' }).getByRole('listitem');
  await expect(people).toHaveCount(50);
  await look(ana.page, 'share-many');
  await dialog.getByRole('button', { name: 'Show more' }).click();
  await expect(people).toHaveCount(56);
  await expect(dialog.getByRole('button', { name: 'Show more' })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Remove Guest 54' }).click();
  await dialog.getByRole('button', { name: 'Do it' }).click();
  await expect(people).toHaveCount(55);
});

test('what another role in the workspace does is said before', async ({ seat, api, look }) => {
  const ana = await seat(await api.signUp('Ana Sousa'));
  const ben = await seat(await api.signUp('Ben Okafor'));
  const workspace = await api.createWorkspace(ana.person, 'Field notes');
  const document = await api.createDocument(ana.person, workspace, 'Plan', 'The tent is red.\n');
  await api.createDocument(ana.person, workspace, 'Route', 'North.\n');
  await api.addMember(ana.person, workspace, ben.person, 'editor');
  await openDocument(ben.page, document);

  await ana.page.goto(`/w/${workspace}/settings`);
  await ana.page.getByRole('combobox', { name: 'Role of Ben Okafor' }).selectOption('Viewer');
  await expect(ana.page.getByText('Ben Okafor becomes Viewer in this workspace now')).toBeVisible();
  await ana.page.getByRole('button', { name: 'Do it' }).click();
  await expect(saveState(ben.page)).toHaveText('View only');

  await ana.page.getByRole('button', { name: 'Remove Ben Okafor' }).click();
  await expect(ana.page.getByText('Ben Okafor loses access to 2 documents now')).toBeVisible();
  await look(ana.page, 'member-effect');
  await ana.page.getByRole('button', { name: 'Do it' }).click();
  await expect(ben.page.getByRole('heading', { name: 'You need access' })).toBeVisible();
});

test('owners see every link and public page of the workspace, and close them one by one or all', async ({
  seat,
  stranger,
  api,
  look,
}) => {
  const person = await api.signUp('Ana Sousa');
  const ana = await seat(person);
  const phone = await seat(person, { colorScheme: 'dark', viewport: { width: 390, height: 844 } });
  const workspace = await api.createWorkspace(person, 'Expedition');
  const plan = await api.createDocument(person, workspace, 'Plan', 'The tent is red.\n');
  const budget = await api.createDocument(person, workspace, 'Budget', 'None.\n');
  await api.letGuestsIn(person, plan, ['Grace', 'Gus'], 'For the press');
  await api.makeLink(person, budget, 'editor');
  const link = await api.makeLink(person, plan, 'commenter');
  await api.publish(person, plan);

  for (const [{ page }, name] of [
    [ana, 'ways-in'],
    [phone, 'ways-in-phone-dark'],
  ] as const) {
    await page.goto(`/w/${workspace}/settings`);
    await expect(page.getByRole('list', { name: 'Links' }).getByRole('listitem')).toHaveCount(3);
    await page.getByRole('heading', { name: 'Links and public pages' }).scrollIntoViewIfNeeded();
    await look(page, name);
  }

  const { page } = ana;
  const links = page.getByRole('list', { name: 'Links' }).getByRole('listitem');
  const press = links.filter({ hasText: 'For the press' });
  await expect(press).toContainText('made by Ana Sousa');
  await expect(press).toContainText('2 people came in');
  await expect(press).toContainText('last used');
  await press.getByRole('button', { name: 'Delete the link to Plan' }).click();
  await expect(page.getByRole('dialog')).toContainText('2 people lose access now');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete the link' }).click();
  await expect(links).toHaveCount(2);

  await page.getByRole('button', { name: 'Delete all links' }).click();
  await look(page, 'ways-in-all');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete all links' }).click();
  await expect(page.getByText('No link leads into this workspace.')).toBeVisible();
  const guest = await stranger();
  await guest.goto(link);
  await expect(guest.getByRole('heading', { name: 'This link isn’t open' })).toBeVisible();

  const pages = page.getByRole('list', { name: 'Public pages' }).getByRole('listitem');
  await expect(pages).toContainText('published by Ana Sousa');
  await pages.getByRole('button', { name: 'Withdraw the page of Plan' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
  await expect(page.getByText('No document is a public page.')).toBeVisible();
});
