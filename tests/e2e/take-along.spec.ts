import { chooseMode, editor, expectText, openDocument } from './editor';
import { expect, test } from './test';

declare global {
  interface Window {
    /** What stood on the page each time that it was to be printed. */
    printed: string[];
  }
}

test('an open document is downloaded, copied, printed, named, moved and duplicated from its menu', async ({
  seat,
  api,
  look,
}) => {
  const { page, person } = await seat(await api.signUp('Ana'));
  const workspace = await api.createWorkspace(person, 'Expedition');
  const inner = await api.createFolder(person, workspace, 'Routes');
  const document = await api.createDocument(person, workspace, 'Plan', '# Plan\r\n\r\nNorth.\r\n', inner);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.addInitScript(() => {
    window.printed = [];
    window.print = () => {
      window.printed.push(window.document.querySelector('[aria-label="Rendered text"]')?.textContent ?? '');
      window.dispatchEvent(new Event('afterprint'));
    };
  });
  await openDocument(page, document);
  await chooseMode(page, 'Edit');
  await expect(page.getByRole('banner')).toContainText('Expedition/Routes/');
  const choose = async (name: string) => {
    await page.getByRole('button', { name: 'Document menu' }).click();
    await page.getByRole('menuitem', { name, exact: true }).click();
  };
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());

  await page.getByRole('button', { name: 'Document menu' }).click();
  await look(page, 'document-menu');
  await page.keyboard.press('Escape');

  const downloading = page.waitForEvent('download');
  await choose('Download .md');
  const file = await downloading;
  expect(file.suggestedFilename()).toBe('Plan.md');
  expect((await (await file.createReadStream()).toArray()).join('')).toBe('# Plan\r\n\r\nNorth.\r\n');

  await choose('Copy as Markdown');
  await expect.poll(clipboard).toBe('# Plan\n\nNorth.\n');
  await choose('Copy link');
  await expect.poll(clipboard).toBe(page.url());

  await choose('Print');
  await expect
    .poll(() => page.evaluate(() => window.printed.map((text) => text.replace(/\s+/g, ' ').trim())))
    .toEqual(['Plan North.']);
  await expect(editor(page)).toBeVisible();

  await choose('Rename');
  await page.getByRole('dialog').getByRole('textbox').fill('Way north');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('Way north');
  await choose('Move to…');
  await page.getByRole('dialog').getByRole('button', { name: 'Top level' }).click();
  await expect(page.getByRole('banner')).not.toContainText('Routes');
  await choose('Duplicate');
  await expect(page).not.toHaveURL(new RegExp(document));
  await expectText(page, '# Plan\n\nNorth.\n');
});
