import type { Page } from '@playwright/test';
import { chooseMode, editor, expectText, openDocument } from './editor';
import { expect, test } from './test';

const commented = (page: Page) => page.locator('.mdr-commented');

test('a comment comes back with its words for everybody, after an undo and after cut and paste', async ({
  seat,
  api,
}) => {
  const ana = await seat(await api.signUp('Ana'));
  const ben = await seat(await api.signUp('Ben'));
  const workspace = await api.createWorkspace(ana.person, 'Review');
  await api.addMember(ana.person, workspace, ben.person, 'editor');
  const text = 'Before.\n\nThe tent is red and large.\n\nAfter.\n';
  const document = await api.createDocument(ana.person, workspace, 'Plan', text);
  await api.comment(ana.person, document, { start: 13, end: 24, quote: 'tent is red' }, 'Is it?');
  for (const { page } of [ana, ben]) {
    await openDocument(page, document);
    await chooseMode(page, 'Edit');
    await expect(commented(page)).toHaveText('tent is red');
  }
  await ana.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await editor(ana.page).getByText('The tent').click();
  await ana.page.keyboard.press('Home');
  await ana.page.keyboard.press('Shift+End');
  await ana.page.keyboard.press('ControlOrMeta+x');
  for (const { page } of [ana, ben]) await expect(commented(page)).toHaveCount(0);
  await ana.page.keyboard.press('ControlOrMeta+z');
  for (const { page } of [ana, ben]) await expect(commented(page)).toHaveText('tent is red');

  await ana.page.keyboard.press('Home');
  await ana.page.keyboard.press('Shift+End');
  await ana.page.keyboard.press('ControlOrMeta+x');
  for (const { page } of [ana, ben]) await expect(commented(page)).toHaveCount(0);
  await ana.page.keyboard.press('ControlOrMeta+Home');
  await ana.page.keyboard.press('ControlOrMeta+v');
  await expectText(ben.page, 'The tent is red and large.Before.\n\n\n\nAfter.\n');
  for (const { page } of [ana, ben]) await expect(commented(page)).toHaveText('tent is red');
});
