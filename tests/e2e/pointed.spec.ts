import type { Page } from '@playwright/test';
import { chooseMode, openDocument } from './editor';
import { expect, test } from './test';

const TEXT = 'The quick brown fox jumps.\n\nOver the lazy dog.\n';

const card = (page: Page) => page.locator('[data-pointed-card]');
const commented = (page: Page) => page.locator('.mdr-commented').first();
const suggested = (page: Page) => page.locator('del.mdr-suggested-out').first();
const aside = (page: Page) => page.mouse.move(2, 2);

test('pointing at words shows what hangs on them, and a suggestion is decided on there', async ({
  seat,
  api,
  look,
}) => {
  const ana = await seat(await api.signUp('Ana Sousa'));
  const ben = await seat(await api.signUp('Ben Okafor'), { colorScheme: 'dark' });
  const workspace = await api.createWorkspace(ana.person, 'Review');
  await api.addMember(ana.person, workspace, ben.person, 'commenter');
  const document = await api.createDocument(ana.person, workspace, 'Plan', TEXT);
  await api.comment(ben.person, document, { start: 10, end: 19, quote: 'brown fox' }, 'Is it **really** brown?');
  await api.suggest(ben.person, document, [{ find: 'lazy', replace: 'sleeping' }], 'It isn’t lazy.');
  const { page } = ana;
  await openDocument(page, document);
  await chooseMode(page, 'Edit');

  await test.step('a comment, and one can go over to it', async () => {
    await commented(page).hover();
    await expect(card(page)).toContainText('Ben Okafor');
    await expect(card(page)).toContainText('Is it really brown?');
    await look(page, 'pointed-comment');
    await card(page).hover();
    await expect(card(page)).toBeVisible();
    await aside(page);
    await expect(card(page)).toHaveCount(0);
  });

  await test.step('Escape sends it away', async () => {
    await commented(page).hover();
    await expect(card(page)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(card(page)).toHaveCount(0);
    await aside(page);
  });

  await test.step('who may not decide only reads', async () => {
    await openDocument(ben.page, document);
    await chooseMode(ben.page, 'Live');
    await suggested(ben.page).hover();
    await expect(card(ben.page)).toContainText('It isn’t lazy.');
    await expect(card(ben.page).getByRole('button', { name: 'Accept change 1' })).toHaveCount(0);
    await look(ben.page, 'pointed-change-dark');
  });

  await test.step('where colours are forced it has its edge', async () => {
    await page.emulateMedia({ forcedColors: 'active' });
    await suggested(page).hover();
    await expect(card(page)).toBeVisible();
    await look(page, 'pointed-change-forced');
    await page.emulateMedia({ forcedColors: null });
    await aside(page);
    await expect(card(page)).toHaveCount(0);
  });

  await test.step('a suggestion is accepted there', async () => {
    await suggested(page).hover();
    await expect(card(page)).toContainText('It isn’t lazy.');
    await look(page, 'pointed-change');
    await card(page).getByRole('button', { name: 'Accept change 1' }).click();
    await expect(card(page)).toHaveCount(0);
    await expect.poll(() => api.content(ana.person, document)).toBe(TEXT.replace('lazy', 'sleeping'));
  });
});
