import { editor, expectSaved, openDocument } from './editor';
import { expect, test } from './test';

test('the status line says how lines end and changes it, as an edit that leaves the text alone', async ({
  seat,
  api,
  look,
}) => {
  const { page, person } = await seat(await api.signUp('Ana Sousa'));
  const workspace = await api.createWorkspace(person, 'Field notes');
  const document = await api.createDocument(person, workspace, 'Plan', 'Lettuce\r\nBeans\nPeas\r\n');
  await openDocument(page, document);
  const ends = page.getByRole('combobox', { name: 'How lines end in the file' });
  await expect(ends).toHaveValue('mixed');
  await look(page, 'status-mixed');
  await ends.selectOption('LF');
  await expect.poll(() => api.content(person, document)).toBe('Lettuce\nBeans\nPeas\n');
  await expect(ends).toHaveValue('lf');
  await editor(page).click();
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.insertText('Two of ');
  await expectSaved(page);
  await ends.selectOption('CRLF');
  await expect.poll(() => api.content(person, document)).toBe('Two of Lettuce\r\nBeans\r\nPeas\r\n');
  await expect(ends).toHaveValue('crlf');
  await page.reload();
  await expect(ends).toHaveValue('crlf');
  await page.setViewportSize({ width: 390, height: 800 });
  await look(page, 'status-narrow');
});

test('spelling is checked until it is turned off, which the device remembers', async ({ seat, api }) => {
  const { page, person } = await seat(await api.signUp('Ana Sousa'));
  const workspace = await api.createWorkspace(person, 'Field notes');
  await openDocument(page, await api.createDocument(person, workspace, 'Plan', 'Lettuce\n'));
  await expect(editor(page)).toHaveAttribute('spellcheck', 'true');
  await page.getByRole('button', { name: 'Spelling on' }).click();
  await expect(editor(page)).toHaveAttribute('spellcheck', 'false');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Spelling off' })).toBeVisible();
  await expect(editor(page)).toHaveAttribute('spellcheck', 'false');
});
