import { editor, expectSaved, openDocument } from './editor';
import { expect, test } from './test';

test('folders, templates, the trash and the palette, with and without the mouse', async ({ seat, api, look }) => {
  const { page, person } = await seat(await api.signUp('Ana Sousa'));
  const workspace = await api.createWorkspace(person, 'Field notes');
  await api.createDocument(person, workspace, 'Garden plan', '---\ntags: [garden]\n---\nLettuce and beans.\n');
  await api.createDocument(person, workspace, 'Packing list', '- [ ] Tent\n');
  await page.goto(`/w/${workspace}`);
  const rail = page.getByRole('navigation', { name: 'Workspace' });

  await test.step('a folder is made, and a document moved into it', async () => {
    await rail.getByRole('button', { name: 'New', exact: true }).click();
    await page.getByRole('menuitem', { name: 'New folder' }).click();
    await page.getByRole('textbox', { name: 'Folder name' }).fill('Summer');
    await page.getByRole('button', { name: 'Create' }).click();
    await expect(rail.getByRole('button', { name: 'Summer', exact: true })).toBeVisible();
    await rail.getByRole('button', { name: 'More for Packing list' }).click();
    await page.getByRole('menuitem', { name: 'Move to…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Summer' }).click();
    await expect(rail.getByRole('link', { name: 'Packing list' })).toHaveCount(0);
    await rail.getByRole('button', { name: 'Summer', exact: true }).click();
    await expect(rail.getByRole('link', { name: 'Packing list' })).toBeVisible();
    await rail
      .getByRole('link', { name: 'Garden plan' })
      .dragTo(rail.getByRole('button', { name: 'Summer', exact: true }));
    await expect(page.getByRole('main').getByText('Summer')).toHaveCount(2);
    await look(page, 'home');
  });

  await test.step('a document is renamed, and becomes a template', async () => {
    await rail.getByRole('button', { name: 'More for Packing list' }).click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Title' }).fill('Packing');
    await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
    await rail.getByRole('button', { name: 'More for Packing' }).click();
    await page.getByRole('menuitem', { name: 'Use as template' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await rail.getByRole('button', { name: 'New', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Packing' }).click();
    await expect(page.getByRole('textbox', { name: 'Title' })).toBeFocused();
    await expect(page.locator('.cm-content')).toContainText('Tent');
  });

  await test.step('tags filter', async () => {
    await page.goto(`/w/${workspace}`);
    await page.getByRole('main').getByRole('button', { name: '#garden' }).click();
    await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(1);
  });

  await test.step('the palette finds titles, words and commands', async () => {
    await page.keyboard.press('ControlOrMeta+k');
    const box = page.getByRole('combobox', { name: 'Search and commands' });
    await box.fill('lettuce');
    await expect(page.getByRole('option', { name: /Garden plan/ })).toContainText('Lettuce');
    await look(page, 'palette');
    await box.fill('trash');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Trash' })).toBeVisible();
  });

  await test.step('what is thrown away can be taken back, or goes for good', async () => {
    await rail.getByRole('button', { name: 'More for Garden plan' }).click();
    await page.getByRole('menuitem', { name: 'Move to trash' }).click();
    await page.getByRole('button', { name: 'Delete Garden plan for good' }).click();
    await expect(page.getByRole('dialog', { name: 'Delete for good?' })).toContainText('can’t be brought back');
    await page.keyboard.press('Escape');
    await look(page, 'trash');
    await page.getByRole('button', { name: 'Take back Garden plan' }).click();
    await expect(rail.getByRole('link', { name: 'Garden plan' })).toBeVisible();
    await expect(page.getByText('The trash is empty.')).toBeVisible();
  });

  await test.step('so can a folder, with all that was in it', async () => {
    await rail.getByRole('button', { name: 'More for Summer' }).click();
    await page.getByRole('menuitem', { name: 'Move to trash' }).click();
    const list = page.getByRole('main').getByRole('listitem');
    await expect(list.filter({ hasText: 'Summer' }).first()).toContainText('Folder with 2 documents');
    await expect(list.filter({ hasText: 'Packing' })).toContainText('with the folder “Summer”');
    await look(page, 'trash-folder');
    await page.getByRole('button', { name: 'Take back Summer' }).click();
    await expect(page.getByText('The trash is empty.')).toBeVisible();
    await rail.getByRole('button', { name: 'Summer', exact: true }).waitFor();
    await page.goto(`/w/${workspace}`);
    await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(3);
    await expect(page.getByRole('main').getByRole('listitem').first()).toContainText('You edited');
  });
});

test('the menu of the tree opens at folders and at documents in turn', async ({ seat, api }) => {
  const { page, person } = await seat(await api.signUp('Ana Sousa'));
  const workspace = await api.createWorkspace(person, 'Field notes');
  await api.createDocument(person, workspace, 'Garden plan', 'Lettuce.\n');
  await page.goto(`/w/${workspace}`);
  const rail = page.getByRole('navigation', { name: 'Workspace' });
  await rail.getByRole('button', { name: 'New', exact: true }).click();
  await page.getByRole('menuitem', { name: 'New folder' }).click();
  await page.getByRole('textbox', { name: 'Folder name' }).fill('Summer');
  await page.getByRole('button', { name: 'Create' }).click();
  for (let turn = 0; turn < 5; turn++)
    for (const [name, only] of [
      ['Garden plan', 'Use as template'],
      ['Summer', 'New folder'],
    ] as const) {
      await rail.getByRole('button', { name: `More for ${name}` }).click();
      await page.getByRole('menuitem', { name: only }).hover();
      await page.keyboard.press('Escape');
      await expect(page.getByRole('menu')).toHaveCount(0);
    }
});

test('settings: profile, second factor, sessions, tokens, notifications; and the inbox', async ({
  seat,
  api,
  look,
}) => {
  const ana = await api.signUp('Ana Sousa');
  const { page } = await seat(ana);
  const ben = await api.signUp('Ben Okafor');
  const workspace = await api.createWorkspace(ben, 'Field notes');
  const document = await api.createDocument(ben, workspace, 'Plan', 'The tent is red.');
  await api.addMember(ben, workspace, ana, 'editor');
  await api.comment(ben, document, { start: 4, end: 8, quote: 'tent' }, `Look, @[Ana Sousa](${ana.id})`);

  await page.goto('/settings/profile');
  await page.getByRole('textbox', { name: 'Name' }).fill('Ana S.');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await look(page, 'settings-profile');
  await page.getByRole('link', { name: 'Security' }).click();
  await expect(page.getByText('This browser')).toBeVisible();
  await look(page, 'settings-security');
  await page.getByRole('link', { name: 'Notifications' }).click();
  await expect(page.getByRole('checkbox', { name: 'Somebody mentions me: Inbox' })).toBeChecked();
  // This server sends no mail.
  await expect(page.getByRole('checkbox', { name: 'Somebody mentions me: Daily letter' })).toBeDisabled();
  const mention = page.getByRole('checkbox', { name: 'Somebody mentions me: Push' });
  const before = await mention.isChecked();
  await mention.click();
  await expect(mention).toBeChecked({ checked: !before });
  await look(page, 'settings-notifications');
  await page.getByRole('link', { name: 'Access tokens' }).click();
  await page.getByRole('textbox', { name: 'What it is for' }).fill('Backup');
  await page.getByRole('button', { name: 'Create token' }).click();
  await expect(page.getByText(/^mdr_pat_/)).toBeVisible();
  await look(page, 'settings-tokens');

  await page.goto(`/w/${workspace}/inbox`);
  await expect(page.getByRole('link', { name: 'Ben Okafor mentioned you in Plan' })).toBeVisible();
  await expect(page.getByText('Look, @Ana Sousa')).toBeVisible();
  await look(page, 'inbox');
  await page.getByRole('link', { name: 'Ben Okafor mentioned you in Plan' }).click();
  // That Ben took her into the workspace is still unread.
  await expect(page.getByRole('navigation').getByRole('img', { name: '1 unread' })).toBeVisible();
  await page.goto(`/w/${workspace}/settings`);
  await expect(page.getByRole('heading', { name: 'Workspace settings' })).toBeVisible();
  await look(page, 'workspace-settings');
});

test('Recent shows who is in a document now, and what changed since one looked', async ({ seat, api, look }) => {
  const ana = await seat(await api.signUp('Ana Sousa'));
  const ben = await seat(await api.signUp('Ben Okafor'));
  const workspace = await api.createWorkspace(ana.person, 'Field notes');
  await api.addMember(ana.person, workspace, ben.person, 'editor');
  const plan = await api.createDocument(ana.person, workspace, 'Garden plan', 'Lettuce.\n');
  await api.createDocument(ana.person, workspace, 'Packing list', '- [ ] Tent\n');
  await openDocument(ana.page, plan);
  await openDocument(ben.page, plan);
  await ana.page.getByRole('link', { name: 'Home' }).click();
  const row = ana.page.getByRole('main').getByRole('listitem').filter({ hasText: 'Garden plan' });
  await expect(row.getByRole('img', { name: 'Ben Okafor has it open' })).toBeVisible();
  await expect(row.getByRole('img', { name: 'Changed since you last looked' })).toHaveCount(0);

  // What is written within five seconds of the look may be one's own.
  await expect(async () => {
    await editor(ben.page).click();
    await ben.page.keyboard.insertText('Beans. ');
    await expectSaved(ben.page);
    await ana.page.reload();
    await expect(row.getByRole('img', { name: 'Changed since you last looked' })).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
  await look(ana.page, 'home-recent');
  await ana.page.setViewportSize({ width: 390, height: 800 });
  await look(ana.page, 'home-recent-narrow');
  await ana.page.setViewportSize({ width: 1280, height: 800 });

  await row.getByRole('link').click();
  await expectSaved(ana.page);
  await ana.page.getByRole('link', { name: 'Home' }).click();
  await expect(row).toBeVisible();
  await expect(row.getByRole('img', { name: 'Changed since you last looked' })).toHaveCount(0);
});

test('Drafts are what nobody else can see yet', async ({ seat, stranger, api, look }) => {
  const ana = await api.signUp('Ana Sousa');
  const workspace = await api.createWorkspace(ana, 'Field notes');
  const plan = await api.createDocument(ana, workspace, 'Garden plan', 'Lettuce.\n');
  const { page } = await seat(ana);
  const drafts = page.getByRole('main').getByRole('listitem');

  await test.step('none at first', async () => {
    await page.goto(`/w/${workspace}/drafts`);
    await expect(page.getByText('There is nothing here that only you can see')).toBeVisible();
  });

  await test.step('suggestions that weren’t sent', async () => {
    await openDocument(page, plan);
    await page.getByRole('combobox', { name: 'What typing does' }).selectOption('Suggesting');
    await editor(page).click();
    await page.keyboard.insertText('Beans. ');
    await expect(page.getByText('1 change')).toBeVisible();
    await page.getByRole('navigation', { name: 'Workspace' }).getByRole('link', { name: 'Drafts' }).click();
    await expect(drafts).toHaveText([/Garden plan\s*Suggestions not sent yet/]);
  });

  await test.step('a document of this browser', async () => {
    await page.goto('/local/8a0c9a3e-0000-4000-8000-000000000001');
    await editor(page).click();
    await page.keyboard.insertText('A thought.');
    await expect(editor(page)).toContainText('A thought.');
    await expect(page.locator('[data-save]')).toHaveText('Saved on this device');
    await page.goto(`/w/${workspace}/drafts`);
    await expect(drafts.filter({ hasText: 'In this browser only' })).toHaveCount(1);
    await look(page, 'drafts');
  });

  await test.step('somebody else’s browser has none of them', async () => {
    const other = await stranger();
    await other.goto('/');
    await expect(other.getByText('A thought.')).toHaveCount(0);
  });
});
