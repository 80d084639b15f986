import { editor, expectSaved, expectText, faces, openDocument, preview, shownText } from './editor';
import { expect, test } from './test';

test('two people sign up, share a workspace and write one document together', async ({ stranger, api, look }) => {
  // Two people's whole first afternoon.
  test.slow();
  const ana = await stranger();
  const ben = await stranger();
  const email = await test.step('both sign up', async () => {
    await signUp(ana, 'Ana Sousa');
    return signUp(ben, 'Ben Okafor');
  });

  await test.step('Ana makes a workspace and takes Ben in', async () => {
    await ana.getByLabel('Name').fill('Field notes');
    await ana.getByRole('button', { name: 'Create workspace' }).click();
    await ana.getByRole('button', { name: 'People' }).click();
    const dialog = ana.getByRole('dialog');
    await dialog.getByLabel('Add somebody').fill('Ben');
    await dialog.getByRole('button', { name: 'Invite' }).click();
    await expect(dialog).toContainText('Nobody here is called that.');
    await dialog.getByLabel('Add somebody').fill(email);
    await dialog.getByRole('button', { name: 'Invite' }).click();
    const url = await dialog.getByRole('textbox', { name: 'Link of the invitation' }).inputValue();
    await ben.goto(url);
    await ben.getByRole('button', { name: 'Accept' }).click();
    await expect(ben.getByRole('navigation', { name: 'Workspace' })).toContainText('Field notes');
    await ana.reload();
    await ana.getByRole('button', { name: 'People' }).click();
    await expect(dialog).toContainText('Ben Okafor');
    await dialog.getByLabel('Add somebody').fill('ben okafor');
    await look(ana, 'people');
    await dialog.getByRole('combobox', { name: 'Role', exact: true }).selectOption('editor');
    await dialog.getByRole('button', { name: 'Give role' }).click();
    await expect(dialog.getByLabel('Add somebody')).toHaveValue('');
    await ana.keyboard.press('Escape');
  });

  await test.step('Ana creates a document and names it', async () => {
    await ana.getByRole('main').getByRole('button', { name: 'New document' }).click();
    await ana.getByRole('textbox', { name: 'Title' }).fill('Garden plan');
    await ana.keyboard.press('Enter');
    await expect(ana.getByRole('navigation').getByRole('link', { name: 'Garden plan' })).toBeVisible();
  });

  await test.step('Ben finds and opens it', async () => {
    await ben.goto(new URL(ana.url()).pathname);
    await expect(ben.getByRole('textbox', { name: 'Title' })).toHaveValue('Garden plan');
    await expectSaved(ben);
  });

  await test.step('each sees the other', async () => {
    for (const page of [ana, ben]) await expect(faces(page)).toHaveCount(2);
    await expect(faces(ana)).toContainText(['Ana Sousa (you)', 'Ben Okafor']);
    await expect(faces(ben)).toContainText(['Ben Okafor (you)', 'Ana Sousa']);
  });

  await test.step('they write in different places at the same time', async () => {
    await editor(ana).click();
    await ana.keyboard.insertText('# Garden\n\nTop:\n\nBottom:\n');
    await expectText(ben, '# Garden\n\nTop:\n\nBottom:\n');
    await editor(ana).getByText('Top:').click();
    await ana.keyboard.press('End');
    await editor(ben).getByText('Bottom:').click();
    await ben.keyboard.press('End');
    await Promise.all([
      ana.keyboard.type(' lettuce and beans', { delay: 25 }),
      ben.keyboard.type(' apples and plums', { delay: 25 }),
    ]);
    const text = '# Garden\n\nTop: lettuce and beans\n\nBottom: apples and plums\n';
    await expectText(ana, text);
    await expectText(ben, text);
  });

  await test.step('each sees the other’s cursor with a name', async () => {
    await expect(ana.locator('.mdr-remote-flag')).toHaveText('Ben Okafor');
    await expect(ben.locator('.mdr-remote-flag')).toHaveText('Ana Sousa');
    await ana.keyboard.press('Shift+Home');
    await expect(ben.locator('.mdr-remote-selection')).toBeVisible();
    await ana.keyboard.press('End');
  });

  await test.step('they write in the same place at the same time', async () => {
    for (const page of [ana, ben]) {
      await editor(page).click();
      await page.keyboard.press('ControlOrMeta+End');
    }
    await Promise.all([ana.keyboard.type('aaaaaaaaaa', { delay: 20 }), ben.keyboard.type('bbbbbbbbbb', { delay: 20 })]);
    await expect.poll(async () => [...(await shownText(ana))].filter((c) => c === 'b').length).toBeGreaterThan(9);
    await expect.poll(async () => (await shownText(ana)) === (await shownText(ben))).toBe(true);
    const last = (await shownText(ana)).split('\n').at(-1) ?? '';
    expect([...last].sort().join('')).toBe('aaaaaaaaaabbbbbbbbbb');
  });

  await test.step('the rendered text shows headings, and a reload keeps everything', async () => {
    await expect(preview(ana).getByRole('heading', { name: 'Garden', level: 1 })).toBeVisible();
    await expectSaved(ana);
    await expectSaved(ben);
    const before = await shownText(ana);
    await ana.reload();
    await expectSaved(ana);
    await expectText(ana, before);
    await expect(preview(ana).getByRole('heading', { name: 'Garden', level: 1 })).toBeVisible();
  });

  await test.step('leaving takes the face away', async () => {
    await ben.getByRole('link', { name: 'Home' }).click();
    await expect(faces(ana)).toHaveCount(1);
  });
});

test('undo takes back only what this person typed', async ({ seat, api }) => {
  const ana = await seat(await api.signUp('Ana'));
  const ben = await seat(await api.signUp('Ben'));
  const workspace = await api.createWorkspace(ana.person, 'Shared');
  await api.addMember(ana.person, workspace, ben.person, 'editor');
  const document = await api.createDocument(ana.person, workspace, 'Undo');
  await openDocument(ana.page, document);
  await openDocument(ben.page, document);
  await editor(ana.page).click();
  await ana.page.keyboard.type('mine ');
  await expectText(ben.page, 'mine ');
  await editor(ben.page).click();
  await ben.page.keyboard.press('ControlOrMeta+End');
  await ben.page.keyboard.type('yours');
  await expectText(ana.page, 'mine yours');
  await ana.page.keyboard.press('ControlOrMeta+z');
  await expectText(ana.page, 'yours');
  await expectText(ben.page, 'yours');
});

async function signUp(page: import('@playwright/test').Page, name: string): Promise<string> {
  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Create an account' }).click();
  await page.getByLabel('Name').fill(name);
  const email = `${name.split(' ')[0] ?? ''}.${Date.now()}@example.org`.toLowerCase();
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill('plum Orchard 7 lantern!');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByRole('heading', { name: 'Name your workspace' })).toBeVisible();
  return email;
}
