import { chooseMode, editor, expectSaved, expectText, openDocument } from './editor';
import { expect, test } from './test';

test('a version is named, compared, and restored as a new edit; and each part says who wrote it', async ({
  seat,
  api,
  look,
}) => {
  const ana = await seat(await api.signUp('Ana Sousa'));
  const ben = await api.signUp('Ben Okafor');
  const workspace = await api.createWorkspace(ana.person, 'Past');
  await api.addMember(ana.person, workspace, ben, 'editor');
  const document = await api.createDocument(ana.person, workspace, 'Plan', 'The tent is red.\n');
  const { page } = ana;
  await openDocument(page, document);
  await chooseMode(page, 'Edit');
  await page.getByRole('button', { name: 'History' }).click();
  const panel = page.getByRole('complementary', { name: 'History' });

  await panel.getByRole('textbox', { name: 'Name the text as it is now' }).fill('First draft');
  await panel.getByRole('button', { name: 'Name', exact: true }).click();
  await expect(panel.getByRole('button', { name: /First draft/ })).toBeVisible();
  await editor(page).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText('The tent is blue and large.\n');
  await expectSaved(page);
  await panel.getByRole('textbox', { name: 'Name the text as it is now' }).fill('Second draft');
  await panel.getByRole('button', { name: 'Name', exact: true }).click();
  await panel.getByRole('button', { name: /Second draft/ }).click();

  const past = page.getByRole('region', { name: 'Version', exact: true });
  await expect(past.locator('ins').first()).toBeVisible();
  await expect(past.locator('del').first()).toBeVisible();
  await look(page, 'history');
  await past.getByRole('slider', { name: 'Time' }).press('ArrowLeft');
  await expect(past.getByRole('heading', { name: 'First draft' })).toBeVisible();
  await past.getByRole('button', { name: 'Restore' }).click();
  await expectText(page, 'The tent is red.\n');
  await expectSaved(page);
  expect(await api.content(ana.person, document)).toBe('The tent is red.\n');

  await panel.getByRole('button', { name: 'Who wrote this' }).click();
  const authors = page.getByRole('region', { name: 'Who wrote this' });
  await expect(authors.getByRole('listitem').first()).toHaveText('Ana Sousa');
  await look(page, 'authors');
  await authors.getByRole('button', { name: 'Back to the text' }).click();
  await expect(editor(page)).toBeVisible();
});
