import { AxeBuilder } from '@axe-core/playwright';
import { PASSWORD } from './api';
import { editor, expectSaved, openDocument, preview, saveState } from './editor';
import { expect, test } from './test';

test('roles change with their effect said first, and at once where the document is open', async ({
  seat,
  api,
  look,
}) => {
  const ana = await seat(await api.signUp('Ana Sousa'));
  const ben = await seat(await api.signUp('Ben Okafor'));
  const workspace = await api.createWorkspace(ana.person, 'Shared');
  await api.addMember(ana.person, workspace, ben.person, 'viewer');
  const document = await api.createDocument(ana.person, workspace, 'Plan', 'Text\n');
  await openDocument(ben.page, document);
  await expect(saveState(ben.page)).toHaveText('View only');
  await openDocument(ana.page, document);
  await ana.page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = ana.page.getByRole('dialog');

  await dialog.getByRole('combobox', { name: 'Role of Ben Okafor' }).selectOption('editor');
  await expect(saveState(ben.page)).toHaveText('Saved');
  const told = (text: string) =>
    ben.page.getByRole('status').filter({ hasText: `Ana Sousa changed your access: ${text}` });
  await expect(told('you can now edit.')).toBeVisible();
  await look(ben.page, 'access-changed');
  await ben.page.getByRole('button', { name: 'Understood' }).click();
  await expect(told('')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Give Ben Okafor the workspace’s role again' }).click();
  await expect(dialog).toContainText('Ben Okafor falls back to the workspace’s role: Viewer.');
  await look(ana.page, 'share');
  await dialog.getByRole('button', { name: 'Do it' }).click();
  await expect(saveState(ben.page)).toHaveText('View only');
  await expect(told('you can now read only.')).toBeVisible();

  await dialog.getByRole('button', { name: 'Publish' }).click();
  await expect(dialog).toContainText('Everybody on the internet');
  await dialog.getByRole('button', { name: 'Publish' }).click();
  const address = await dialog.getByRole('link', { name: /http/ }).getAttribute('href');
  expect(await (await ana.page.request.get(address ?? '')).text()).toContain('Text');
});

test('a document is kept from the workspace, and its members make such documents themselves', async ({
  seat,
  api,
  look,
}) => {
  const ana = await seat(await api.signUp('Ana Sousa'));
  const ben = await seat(await api.signUp('Ben Okafor'));
  const workspace = await api.createWorkspace(ana.person, 'Kept');
  await api.addMember(ana.person, workspace, ben.person, 'editor');
  const document = await api.createDocument(ana.person, workspace, 'Salaries', 'Text\n');
  await openDocument(ben.page, document);
  await openDocument(ana.page, document);
  await ana.page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = ana.page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'General access' }).selectOption('Restricted');
  await expect(dialog).toContainText('1 person loses access now');
  await look(ana.page, 'share-restrict');
  await dialog.getByRole('button', { name: 'Do it' }).click();
  await expect(dialog.getByRole('list', { name: 'People with access' })).not.toContainText('Ben Okafor');
  await expect(dialog.getByRole('combobox', { name: 'General access' })).toHaveValue('true');
  await look(ana.page, 'share-restricted');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(ana.page.getByRole('treeitem', { name: 'Salaries' }).getByRole('img')).toHaveAccessibleName(
    'Restricted',
  );

  await expect(saveState(ben.page)).toHaveCount(0);
  await look(ben.page, 'restricted-away');
  await ben.page.goto(`/w/${workspace}`);
  await ben.page.getByRole('button', { name: 'New', exact: true }).click();
  await look(ben.page, 'new-menu');
  await ben.page.getByRole('menuitem', { name: 'New restricted document' }).click();
  await expectSaved(ben.page);
  await expect(ben.page.getByRole('treeitem', { name: 'Salaries' })).toHaveCount(0);
  await expect(ben.page.getByRole('treeitem', { name: 'Untitled' }).getByRole('img')).toHaveAccessibleName(
    'Restricted',
  );
  await look(ben.page, 'restricted-new');
});

test('a stranger sees who invites before any form, signs up, and is in', async ({ seat, stranger, api, look }) => {
  const ana = await seat(await api.signUp('Ana Sousa'));
  const workspace = await api.createWorkspace(ana.person, 'Field notes');
  const document = await api.createDocument(ana.person, workspace, 'Plan', 'Text\n');
  await openDocument(ana.page, document);
  await ana.page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = ana.page.getByRole('dialog');
  const email = `cleo.${Date.now()}@example.org`;
  await dialog.getByRole('combobox', { name: 'Add people' }).fill(email);
  await dialog.getByRole('button', { name: 'Invite' }).click();
  const url = await dialog.getByRole('textbox', { name: 'Link of the invitation' }).inputValue();

  const cleo = await stranger();
  await cleo.goto(url);
  await expect(cleo.getByRole('heading', { name: 'Plan' })).toBeVisible();
  await look(cleo, 'invite');
  await cleo.getByRole('link', { name: 'Create account' }).click();
  await cleo.getByLabel('Name').fill('Cleo');
  await cleo.getByLabel('Email').fill(email);
  await cleo.getByLabel('Password', { exact: true }).fill('plum Orchard 7 lantern!');
  await cleo.getByRole('button', { name: 'Create account' }).click();
  await cleo.getByRole('button', { name: 'Accept' }).click();
  await expectSaved(cleo);
  await expect(editor(cleo)).toContainText('Text');
});

test('a link that no longer lets guests in says whom it puts out, and asks strangers for an account', async ({
  seat,
  stranger,
  api,
  look,
}) => {
  const ana = await seat(await api.signUp('Ana Sousa'));
  const workspace = await api.createWorkspace(ana.person, 'Shared');
  const document = await api.createDocument(ana.person, workspace, 'Plan', 'Text\n');
  await openDocument(ana.page, document);
  await ana.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await ana.page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = ana.page.getByRole('dialog', { name: /^Share/ });
  await dialog.getByRole('combobox', { name: 'Role of the link' }).selectOption('editor');
  await dialog.getByRole('button', { name: 'Create a link' }).click();
  const row = dialog.getByRole('listitem').filter({ hasText: 'came in' });
  await row.getByRole('button', { name: 'Copy link' }).click();
  await expect(ana.page.getByText('Copied to the clipboard.')).toBeVisible();
  const url = await ana.page.evaluate(() => navigator.clipboard.readText());

  const guest = await stranger();
  await guest.goto(url);
  await guest.getByLabel('Name').fill('Gus');
  await guest.getByRole('button', { name: 'Open' }).click();
  await expectSaved(guest);

  const changing = ana.page.getByRole('dialog', { name: 'Change the link' });
  await test.step('a role that takes something is said before it is given', async () => {
    await row.getByRole('button', { name: 'Change the link' }).click();
    await changing.getByRole('combobox', { name: 'Role of the link' }).selectOption('viewer');
    await changing.getByRole('button', { name: 'Save' }).click();
    await expect(changing).toContainText('1 person loses access now, or may do less');
    await changing.getByRole('button', { name: 'Do it' }).click();
    await expect(changing).toHaveCount(0);
    await expect(row).toContainText('Viewer');
    await expect(saveState(guest)).toHaveAttribute('data-save', 'read-only');
  });

  await test.step('guests are put out at once', async () => {
    await row.getByRole('button', { name: 'Change the link' }).click();
    await changing.getByRole('combobox', { name: 'Who may open it' }).selectOption('Only with an account');
    await changing.getByRole('button', { name: 'Save' }).click();
    await expect(changing).toContainText('1 person loses access now');
    const { violations } = await new AxeBuilder({ page: ana.page }).include('[role=dialog]').analyze();
    expect(violations).toEqual([]);
    await look(ana.page, 'share-change-link-effect');
    await changing.getByRole('button', { name: 'Do it' }).click();
    await expect(row).toContainText('Only with an account');
    await expect(guest.getByRole('heading', { name: 'This document isn’t here' })).toBeVisible();
  });

  const ben = await api.signUp('Ben Okafor');
  const page = await stranger();
  await page.goto(url);
  await expect(page.getByText('It opens to people with an account here.')).toBeVisible();
  await expect(page.getByLabel('Name')).toHaveCount(0);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);
  await look(page, 'link-accounts-only');
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('Email').fill(ben.email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Open' }).click();
  await expect(editor(page)).toContainText('Text');
});

test('a guest comes in by a link with a password, by name, and is out when it is deleted', async ({
  seat,
  stranger,
  api,
  look,
}) => {
  const ana = await seat(await api.signUp('Ana Sousa'));
  const workspace = await api.createWorkspace(ana.person, 'Shared');
  const document = await api.createDocument(ana.person, workspace, 'Plan', 'Text\n');
  await openDocument(ana.page, document);
  await ana.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await ana.page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = ana.page.getByRole('dialog', { name: /^Share/ });
  await dialog.getByLabel('Name of the link (optional)').fill('For the walk');
  await dialog.getByRole('combobox', { name: 'Role of the link' }).selectOption('editor');
  await dialog.getByRole('combobox', { name: 'How many people may come in' }).selectOption('Up to 10 people');
  await dialog.getByLabel('Password, if one shall be asked for').fill('Open sesame 7!');
  await dialog.getByRole('button', { name: 'Create a link' }).click();
  const row = dialog.getByRole('listitem').filter({ hasText: 'with password' });
  await expect(row).toContainText('For the walk');
  await expect(row).toContainText('0 of 10 people came in');
  await row.getByRole('button', { name: 'Change the link' }).click();
  const changing = ana.page.getByRole('dialog', { name: 'Change the link' });
  await changing.getByLabel('Name of the link (optional)').fill('For the walk on Sunday');
  await look(ana.page, 'share-change-link');
  await changing.getByRole('button', { name: 'Save' }).click();
  await expect(row).toContainText('For the walk on Sunday');
  await look(ana.page, 'share-links');
  await row.getByRole('button', { name: 'Copy link' }).click();
  await expect(ana.page.getByText('Copied to the clipboard.')).toBeVisible();
  const url = await ana.page.evaluate(() => navigator.clipboard.readText());

  const guest = await stranger();
  await guest.goto(url);
  await expect(guest.getByRole('heading', { name: 'A locked document' })).toBeVisible();
  await look(guest, 'link');
  await guest.getByLabel('Name').fill('Gus');
  await guest.getByLabel('Password of the link').fill('wrong');
  await guest.getByRole('button', { name: 'Open' }).click();
  await expect(guest.getByRole('alert')).toBeVisible();
  await guest.getByLabel('Password of the link').fill('Open sesame 7!');
  await guest.getByRole('button', { name: 'Open' }).click();
  await expectSaved(guest);
  await editor(guest).click();
  await guest.keyboard.insertText('From Gus. ');
  await expectSaved(guest);
  await expect(ana.page.locator('.cm-content')).toContainText('From Gus.');
  await look(guest, 'guest');
  await expect(guest.getByRole('button', { name: 'Share', exact: true })).toHaveCount(0);

  await row.getByRole('button', { name: 'Delete the link' }).click();
  await ana.page
    .getByRole('dialog', { name: 'Delete the link' })
    .getByRole('button', { name: 'Delete the link' })
    .click();
  await expect(guest.getByRole('heading', { name: 'This document isn’t here' })).toBeVisible();
});

test('an owner sees the document as those see it who may only read', async ({ seat, api, look }) => {
  const { page, person } = await seat(await api.signUp('Ana Sousa'));
  const workspace = await api.createWorkspace(person, 'Shared');
  const document = await api.createDocument(person, workspace, 'Plan', '# Beds\n\n- [ ] Lettuce\n');
  await openDocument(page, document);
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const [others] = await Promise.all([
    page.waitForEvent('popup'),
    page.getByRole('dialog').getByRole('link', { name: 'What others see' }).click(),
  ]);
  await expect(others.locator('#content').getByText('This is what somebody sees who may only read.')).toBeVisible();
  await expect(preview(others).getByRole('heading', { name: 'Beds' })).toBeVisible();
  await expect(saveState(others)).toHaveText('View only');
  await expect(preview(others).getByRole('checkbox')).toBeDisabled();
  await expect(others.getByRole('button', { name: 'Share', exact: true })).toHaveCount(0);
  await expect(others.getByRole('navigation', { name: 'Workspace' })).toHaveCount(0);
  await look(others, 'as-others');
  await others.getByRole('button', { name: 'Back to the document' }).click();
  await expectSaved(others);
  await expect(editor(others)).toBeVisible();
});
