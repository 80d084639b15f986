import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { Desktop } from './desktop';
import { editor, expectText, saveState } from './editor';
import { SCREENS } from './test';
import { watch } from './watch';

const { expect } = base;

const test = base.extend<{ desktop: Desktop }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads which fixtures are needed from the pattern.
  desktop: async ({}, use) => {
    const desktop = new Desktop();
    await use(desktop);
    await desktop.remove();
  },

  page: async ({ page }, use) => {
    // The whole source is shown, also of lines that are far from the caret.
    await page.addInitScript(() => {
      if (origin !== 'null') localStorage.setItem('mdreader.mode', 'edit');
    });
    await use(page);
  },
});

test('a file of the computer opens, is written to, and follows what other programs write', async ({
  desktop,
  page,
}) => {
  const file = join(desktop.folder, 'Shopping list.md');
  writeFileSync(file, '# Milk\r\n\r\nand bread\r\n');
  const address = await desktop.start(file);
  const { complaints } = await watch(page, [new URL(address).origin]);
  await page.goto(address);
  // The program has just started.
  await expect(editor(page)).toBeVisible({ timeout: 60_000 });
  await expectText(page, '# Milk\n\nand bread\n');
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('Shopping list');
  await expect(saveState(page)).toHaveText('Saved to Shopping list.md');
  await editor(page).click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.insertText('and salt');
  await expect.poll(() => readFileSync(file, 'utf8')).toBe('# Milk\r\n\r\nand bread\r\nand salt');
  await expect(saveState(page)).toHaveText('Saved to Shopping list.md');
  await page.screenshot({ path: join(SCREENS, 'desktop-file.png'), animations: 'disabled' });

  writeFileSync(file, '# Milk\r\n\r\nand cheese\r\n');
  await expectText(page, '# Milk\n\nand cheese\n');

  // Opened again by the next start, it is the same document.
  await desktop.end();
  await page.goto(await desktop.start(file));
  await expect(editor(page)).toBeVisible({ timeout: 60_000 });
  await expectText(page, '# Milk\n\nand cheese\n');
  await expect(page.getByRole('link', { name: 'Shopping list', exact: true })).toHaveCount(1);
  expect(complaints()).toEqual([]);
});

test('a folder of the computer is listed, and its files open', async ({ desktop, page }) => {
  const folder = join(desktop.folder, 'Notes');
  mkdirSync(join(folder, 'deep'), { recursive: true });
  writeFileSync(join(folder, 'one.md'), 'text of one');
  writeFileSync(join(folder, 'deep/two.md'), 'text of two');
  writeFileSync(join(folder, 'secret.pem'), 'no Markdown');
  const address = await desktop.start(folder);
  await page.goto(address);
  await expect(page.getByRole('button', { name: 'one.md' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'secret.pem' })).toBeHidden();
  await page.getByRole('button', { name: 'deep/two.md' }).click();
  await expectText(page, 'text of two');
  await editor(page).click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.insertText(', more');
  await expect.poll(() => readFileSync(join(folder, 'deep/two.md'), 'utf8')).toBe('text of two, more');

  const refused = await page.request.get(
    new URL(`/desk/file?path=${encodeURIComponent(join(folder, 'secret.pem'))}`, address).href,
  );
  expect(refused.status()).toBe(404);
});

test('nobody but its own window gets in', async ({ desktop, page }) => {
  const address = await desktop.start();
  const { origin } = new URL(address);
  expect((await page.goto(origin))?.status()).toBe(403);
  await page.goto(address);
  await expect(editor(page)).toBeVisible();
  expect((await page.goto(address))?.status()).toBe(403);
});
