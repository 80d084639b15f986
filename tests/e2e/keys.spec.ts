import type { Page } from '@playwright/test';
import { editor, expectSaved, expectText, openDocument } from './editor';
import { expect, test } from './test';

test('other keys are chosen, told where they were taken from, and put back', async ({ seat, api, look }) => {
  const ana = await api.signUp('Ana Sousa');
  const document = await api.createDocument(ana, await api.createWorkspace(ana, 'Mine'), 'Plan', 'Some words.');
  const { page } = await seat(ana);
  await page.goto('/settings/shortcuts');
  const history = page.getByRole('listitem').filter({ hasText: 'History' });
  const outline = page.getByRole('listitem').filter({ hasText: 'Outline' });
  await expect(history).toContainText('CtrlAltH');
  await history.getByRole('button', { name: /^Other keys/ }).click();
  await expect(page.getByRole('textbox', { name: /^Press the new keys for “History”/ })).toBeFocused();
  await look(page, 'shortcuts-recording');

  await test.step('what the browser keeps, and what would be typed, is refused in words', async () => {
    await page.keyboard.press('Control+p');
    await expect(page.getByRole('status')).toContainText('Your browser or text fields need these keys');
    await page.keyboard.press('a');
    await expect(page.getByRole('status')).toContainText('These keys would type something');
  });

  await test.step('keys that another has are taken from it', async () => {
    await page.keyboard.press('Control+Alt+o');
    await expect(page.getByRole('status')).toContainText('“Outline” had them before and has none now');
    await expect(history).toContainText('CtrlAltO');
    await expect(outline).toContainText('No keys');
    await look(page, 'shortcuts-taken');
  });

  await test.step('they work in the document and stand in the list of keys', async () => {
    await openDocument(page, document);
    await editor(page).click();
    await page.keyboard.press('Control+Alt+o');
    await expect(page.getByRole('complementary', { name: 'History' })).toBeVisible();
    await page.keyboard.press('Control+/');
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await expect(sheet).toContainText('HistoryCtrlAltO');
    await sheet.getByRole('link', { name: 'Choose other keys' }).click();
  });

  await test.step('and go back', async () => {
    await outline.getByRole('button', { name: /^The usual keys/ }).click();
    await expect(outline).toContainText('CtrlAltO');
    await expect(history).toContainText('No keys');
    await page.getByRole('button', { name: 'All usual keys' }).click();
    await expect(history).toContainText('CtrlAltH');
  });
});

test('a text format has other keys in the editor, and a key turns the theme', async ({ seat, api }) => {
  const ana = await api.signUp('Ana Sousa');
  const document = await api.createDocument(ana, await api.createWorkspace(ana, 'Mine'), 'Plan', 'words');
  const { page } = await seat(ana, { colorScheme: 'light' });
  await page.goto('/settings/shortcuts');
  await page.getByRole('button', { name: 'Other keys for “Bold”' }).click();
  await page.keyboard.press('Alt+1');
  await openDocument(page, document);
  await editor(page).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+Shift+l');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.keyboard.press('Alt+1');
  await expect.poll(() => api.content(ana, document)).toBe('**words**');
  await page.keyboard.press('Control+Shift+l');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
});

test('J and K go through the inbox', async ({ seat, api }) => {
  const ana = await api.signUp('Ana Sousa');
  const ben = await api.signUp('Ben Okafor');
  const workspace = await api.createWorkspace(ana, 'Ours');
  await api.addMember(ana, workspace, ben, 'commenter');
  const document = await api.createDocument(ana, workspace, 'Plan', 'one two three');
  await api.comment(ben, document, { start: 0, end: 3, quote: 'one' }, `@[Ana Sousa](${ana.id}) about one`);
  await api.comment(ben, document, { start: 4, end: 7, quote: 'two' }, `@[Ana Sousa](${ana.id}) about two`);
  const { page } = await seat(ana);
  await page.goto(`/w/${workspace}/inbox`);
  const entries = page.getByRole('main').getByRole('listitem');
  await expect(entries).toHaveCount(2);
  await page.keyboard.press('j');
  await expect(entries.nth(0).getByRole('link')).toBeFocused();
  await page.keyboard.press('j');
  await expect(entries.nth(1).getByRole('link')).toBeFocused();
  await page.keyboard.press('k');
  await expect(entries.nth(0).getByRole('link')).toBeFocused();
});

test('the whole way to a saved sentence needs only the keyboard', async ({ seat, api }) => {
  const { page, person } = await seat(await api.signUp('Kim'));
  const workspace = await api.createWorkspace(person, 'Keys');
  await page.goto(`/w/${workspace}`);
  await expect(page.getByRole('heading', { name: 'No documents yet' })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('main').getByRole('button', { name: 'New document' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Title' })).toBeFocused();
  await page.keyboard.type('By keys');
  await page.keyboard.press('Enter');
  await tabTo(page, 'Text in Markdown');
  await page.keyboard.type('Typed.');
  await expect(page.locator('[data-save]')).toHaveText('Saved');
  // In lists and in code Tab belongs to the text; Escape first gives it back to the page.
  await page.keyboard.type('\n- one\ntwo');
  await page.keyboard.press('Tab');
  await expect(editor(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(editor(page)).not.toBeFocused();
});

test('who asks for Vim has its keys in the editor, and an undo that is their own', async ({ seat, api, look }) => {
  const { page, person } = await seat(await api.signUp('Kim'));
  const workspace = await api.createWorkspace(person, 'Keys');
  const document = await api.createDocument(person, workspace, 'Plan', 'one two\n');
  await page.goto('/settings/shortcuts');
  await page.getByRole('checkbox', { name: 'Type as in Vim' }).check();
  await openDocument(page, document);
  await editor(page).click();
  await expect(page.locator('.cm-vim-panel')).toBeVisible();
  await page.keyboard.type('ggdw');
  await expectText(page, 'two\n');
  // What comes within half a second is undone together.
  await page.waitForTimeout(600);
  await page.keyboard.type('Athree ');
  await page.keyboard.press('Escape');
  await expectText(page, 'twothree \n');
  await look(page, 'vim');
  await page.keyboard.type('u');
  await expectText(page, 'two\n');
  await page.keyboard.type(':w\n');
  await expectSaved(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(editor(page)).not.toBeFocused();
  expect(await api.content(person, document)).toBe('two\n');
});

test('the first keys of a page lead to its text, its comments and the other documents', async ({ seat, api, look }) => {
  const { page, person } = await seat(await api.signUp('Kim'));
  const workspace = await api.createWorkspace(person, 'Keys');
  const document = await api.createDocument(person, workspace, 'Plan', 'The tent is red.');
  await api.comment(person, document, { start: 4, end: 8, quote: 'tent' }, 'Which one?');
  await openDocument(page, document);
  await page.getByRole('button', { name: '1 open comment' }).click();
  await expect(page.getByRole('article')).toContainText('Which one?');
  const comments = page.getByRole('complementary', { name: 'Comments' });
  const places = [
    ['Skip to the text', editor(page)],
    ['Skip to the comments', comments.locator(':focus')],
    ['Skip to the documents', page.getByRole('treeitem', { name: 'Plan' })],
  ] as const;
  for (const [name, place] of places) {
    await page.getByRole('link', { name: 'Skip to content' }).focus();
    for (const [before] of places) {
      await page.keyboard.press('Tab');
      await expect(page.getByRole('link', { name: before })).toBeFocused();
      if (before === name) break;
    }
    if (name === 'Skip to the comments') await look(page, 'skip-links');
    await page.keyboard.press('Enter');
    await expect(place).toBeFocused();
  }
  await comments.getByRole('button', { name: /^Close/ }).click();
  await page.getByRole('link', { name: 'Skip to content' }).focus();
  await expect(page.getByRole('link', { name: 'Skip to the documents' })).toBeAttached();
  await expect(page.getByRole('link', { name: 'Skip to the comments' })).toHaveCount(0);
  // And everything that happens is read out from one place.
  await expect(page.getByRole('status')).toHaveCount(1);
});

async function tabTo(page: Page, name: string): Promise<void> {
  const target = page.getByRole('textbox', { name });
  for (let n = 0; n < 20 && !(await target.evaluate((element) => element === document.activeElement)); n++)
    await page.keyboard.press('Tab');
  await expect(target).toBeFocused();
}
