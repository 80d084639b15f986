import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { PASSWORD } from './api';
import { chooseMode, editor, expectText, preview, saveState, shownText } from './editor';
import { expect, test } from './test';

const kept = 'Saved on this device';
const row = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Documents on this device' }).getByRole('link', { name, exact: true });

async function begin(page: Page, text: string): Promise<void> {
  await page.goto('/');
  await editor(page).click();
  await page.keyboard.insertText(text);
  await expect(saveState(page)).toHaveText(kept);
}

async function rename(page: Page, title: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Title' }).fill(title);
  await page.keyboard.press('Enter');
  await expect(row(page, title)).toBeVisible();
}

test('a stranger writes at once, and finds it again after a reload', async ({ stranger, look }) => {
  const page = await stranger();
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET') sent.push(new URL(request.url()).pathname);
  });
  await begin(page, '# Field notes\n\nThe *first* line.');
  await rename(page, 'Field notes');
  await look(page, 'guest-first');
  await page.reload();
  await expectText(page, '# Field notes\n\nThe *first* line.');
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('Field notes');
  // Whether somebody is signed in is asked; nothing else leaves this browser.
  expect(new Set(sent)).toEqual(new Set(['/api/v1/auth/refresh']));
});

test('all four modes show the text', async ({ stranger }) => {
  const page = await stranger();
  await begin(page, '# Heading\n\n**bold**');
  await chooseMode(page, 'Live');
  await expect(editor(page)).toBeVisible();
  await expect(preview(page)).toBeHidden();
  await chooseMode(page, 'Edit');
  await expect(editor(page)).toContainText('**bold**');
  await chooseMode(page, 'Both');
  await expect(preview(page).getByRole('heading', { name: 'Heading' })).toBeVisible();
  await chooseMode(page, 'View');
  await expect(editor(page)).toBeHidden();
  await expect(preview(page).getByText('bold')).toBeVisible();
});

test('documents come and go in the list, and the same in every tab', async ({ stranger }) => {
  const page = await stranger();
  await begin(page, 'one');
  await rename(page, 'First');
  await page.getByRole('button', { name: 'New document' }).click();
  await editor(page).click();
  await page.keyboard.insertText('two');
  await rename(page, 'Second');

  const other = await page.context().newPage();
  await other.goto('/');
  await expectText(other, 'two');
  // Both write into one document at the same time, and neither loses a letter.
  await editor(other).click();
  await other.keyboard.press('ControlOrMeta+End');
  await other.keyboard.insertText(' three');
  await expectText(page, 'two three');
  await editor(page).click();
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.insertText('zero ');
  await expectText(other, 'zero two three');

  await row(page, 'Second').hover();
  await page.getByRole('button', { name: 'More for Second' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  for (const tab of [page, other]) {
    await expect(row(tab, 'Second')).toBeHidden();
    await expectText(tab, 'one');
  }
  await page.reload();
  await expectText(page, 'one');
});

test('Markdown files are imported by picker and by drop, and downloaded as they came', async ({ stranger }) => {
  const page = await stranger();
  await page.goto('/');
  const content = '# Imported\n\nwith an ä and a 😀\n';
  await page
    .getByLabel('Import files…', { exact: true })
    .last()
    .setInputFiles([
      { name: 'Notes.md', mimeType: 'text/markdown', buffer: Buffer.from(content.replaceAll('\n', '\r\n')) },
      { name: 'picture.md', mimeType: 'text/markdown', buffer: Buffer.from([0xff, 0xd8, 0xff, 0x00]) },
    ]);
  await expect(page.getByText('“picture.md” is not a Markdown file in UTF-8.')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('Notes');
  await expectText(page, content);
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download .md' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('Notes.md');
  expect(await readFile(await download.path(), 'utf8')).toBe(content);

  const dropped = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['dropped here'], 'Dropped.md', { type: 'text/markdown' }));
    return data;
  });
  await editor(page).dispatchEvent('drop', { dataTransfer: dropped });
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('Dropped');
  await expectText(page, 'dropped here');
});

/** A folder of the browser's own stands for the person's: the handles are as real as those of a picker. */
async function withFiles(page: Page, files: Record<string, string>): Promise<void> {
  await page.evaluate(async (wanted) => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('Notes folder', { create: true });
    for (const [name, text] of Object.entries(wanted)) {
      const file = await (await folder.getFileHandle(name, { create: true })).createWritable();
      await file.write(text);
      await file.close();
    }
    const first = Object.keys(wanted)[0] ?? '';
    Object.assign(window, {
      showOpenFilePicker: async () => [await folder.getFileHandle(first)],
      showDirectoryPicker: async () => folder,
    });
  }, files);
}

const write = (page: Page, name: string, text: string) => withFiles(page, { [name]: text });

/** Null where it is being written this very moment. */
const read = (page: Page, name: string) =>
  page.evaluate(async (wanted) => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('Notes folder');
    const file = await (await folder.getFileHandle(wanted)).getFile();
    return file.text().catch(() => null);
  }, name);

test('a file of the device is written back, taken anew when it changes, and never overwritten unread', async ({
  stranger,
  look,
}) => {
  const page = await stranger();
  await page.goto('/');
  await withFiles(page, { 'plan.md': 'one\r\ntwo\r\n' });
  await page.getByRole('button', { name: 'Open file…' }).click();
  await expectText(page, 'one\ntwo\n');
  await expect(saveState(page)).toHaveText('Saved to plan.md');
  await editor(page).click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.insertText('three');
  await expect.poll(() => read(page, 'plan.md')).toBe('one\r\ntwo\r\nthree');
  await expect(saveState(page)).toHaveText('Saved to plan.md');

  await write(page, 'plan.md', 'one\r\n2\r\nthree');
  await expectText(page, 'one\n2\nthree');

  // Both change before they hear of each other.
  await page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('Notes folder');
    const file = await (await folder.getFileHandle('plan.md')).createWritable();
    await file.write('theirs');
    const { activeElement } = document;
    if (!(activeElement instanceof HTMLElement)) throw new Error('Nothing has the focus.');
    document.execCommand('insertText', false, ' mine');
    await file.close();
  });
  await expect(page.getByText('was changed by another program')).toBeVisible();
  expect(await read(page, 'plan.md')).toBe('theirs');
  await look(page, 'guest-conflict');
  await page.getByRole('button', { name: 'Overwrite the file with mine' }).click();
  await expect.poll(() => read(page, 'plan.md')).toContain('mine');
  await expect(saveState(page)).toHaveText('Saved to plan.md');

  await page.reload();
  await expect(saveState(page)).toHaveText('Saved to plan.md');
  await expect.poll(() => shownText(page)).toContain('mine');
});

test('a folder of the device shows its Markdown files and opens them', async ({ stranger }) => {
  const page = await stranger();
  await page.goto('/');
  await withFiles(page, { 'a.md': 'text of a', 'b.md': 'text of b', 'c.png': 'no text' });
  await page.getByRole('button', { name: 'Open folder…' }).click();
  await page.getByRole('button', { name: 'Notes folder', exact: true }).click();
  await expect(page.getByRole('button', { name: 'c.png' })).toBeHidden();
  await page.getByRole('button', { name: 'b.md' }).click();
  await expectText(page, 'text of b');
  await page.getByRole('button', { name: 'a.md' }).click();
  await expectText(page, 'text of a');
  // Opened again, it is the same document and no copy.
  await page.getByRole('button', { name: 'b.md' }).click();
  await expectText(page, 'text of b');
  await expect(row(page, 'b')).toHaveCount(1);
});

test('on signing in, documents move into the workspace with their history, once and whole', async ({
  stranger,
  api,
  look,
}) => {
  const ana = await api.signUp('Ana');
  const workspace = await api.createWorkspace(ana, 'Acme');
  const page = await stranger();
  await begin(page, 'written first');
  await rename(page, 'First');
  await page.reload();
  await editor(page).click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.insertText(', and after a reload');
  await expect(saveState(page)).toHaveText(kept);
  await page.getByRole('button', { name: 'New document' }).click();
  await editor(page).click();
  await page.keyboard.insertText('second');
  await rename(page, 'Second');

  await page.getByRole('link', { name: 'Sign in to share' }).click();
  await page.getByLabel('Email').fill(ana.email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByText('Move your 2 documents from this device into Acme')).toBeVisible();
  await look(page, 'guest-offer');

  // The line breaks once in the middle: the document is made, its text isn't there yet.
  await page.route('**/realtime-tickets', (route) => route.fulfill({ status: 404, body: '{}' }), { times: 1 });
  await page.getByRole('button', { name: 'Move', exact: true }).click();
  await expect(page.getByText('“First” could not be moved, and is still on this device.')).toBeVisible();
  for (const { id } of await api.documents(ana, workspace)) await api.deleteDocument(ana, id);
  await page.getByRole('button', { name: 'Try again' }).click();
  const list = page.getByRole('main');
  await expect(list.getByRole('link', { name: 'First', exact: true })).toHaveCount(1);
  await expect(list.getByRole('link', { name: 'Second', exact: true })).toHaveCount(1);
  await expect(page.getByText('from this device into Acme')).toBeHidden();
  const documents = await api.documents(ana, workspace);
  const first = documents.find(({ title }) => title === 'First')?.id ?? '';
  expect(await api.content(ana, first)).toBe('written first, and after a reload');

  await page.reload();
  await expect(list.getByRole('link', { name: 'First', exact: true })).toHaveCount(1);
  await expect(page.getByText('from this device into Acme')).toBeHidden();
});

test('who isn’t signed in finds documents and commands by the same keys', async ({ stranger, look }) => {
  const page = await stranger();
  await page.goto('/');
  await editor(page).click();
  await page.keyboard.insertText('# Plan');
  await page.keyboard.press('ControlOrMeta+k');
  const palette = page.getByRole('dialog', { name: 'Search and commands' });
  await expect(palette.getByRole('option', { name: 'New document' })).toBeVisible();
  await look(page, 'guest-palette');
  await palette.getByRole('combobox').fill('outl');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: 'Outline' })).toBeVisible();
});
