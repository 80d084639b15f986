import type { Page } from '@playwright/test';
import { chooseMode, editor, expectSaved, expectText, openDocument, preview } from './editor';
import { expect, test } from './test';

const panel = (page: Page) => page.getByRole('complementary', { name: 'Comments' });
const threads = (page: Page) => panel(page).getByRole('article');

test('Ana comments, Ben answers, both see it at once, and it is resolved', async ({ seat, api, look }) => {
  const ana = await seat(await api.signUp('Ana Sousa'));
  const ben = await seat(await api.signUp('Ben Okafor'));
  const workspace = await api.createWorkspace(ana.person, 'Review');
  await api.addMember(ana.person, workspace, ben.person, 'commenter');
  const text = '# Plan\n\nThe tent is red and large.\n';
  const document = await api.createDocument(ana.person, workspace, 'Plan', text);
  for (const { page } of [ana, ben]) {
    await openDocument(page, document);
    await chooseMode(page, 'Edit');
  }

  await test.step('Ana comments on a word and mentions Ben', async () => {
    await editor(ana.page)
      .getByText('The tent')
      .dblclick({ position: { x: 60, y: 8 } });
    await ana.page.getByRole('toolbar', { name: 'Format' }).getByRole('button', { name: 'Comment' }).click();
    const field = panel(ana.page).getByRole('textbox', { name: 'Write a comment' });
    await field.pressSequentially('Is it **big** enough, @Be');
    await expect(panel(ana.page).getByRole('option', { name: 'Ben Okafor' })).toBeVisible();
    await look(ana.page, 'comments-mention');
    await ana.page.keyboard.press('Enter');
    await expect(field).toHaveValue('Is it **big** enough, @Ben Okafor ');
    await ana.page.keyboard.press('ControlOrMeta+Enter');
    await expect(threads(ana.page)).toHaveCount(1);
    await expect(threads(ana.page).locator('strong')).toHaveText('big');
    await expect(ana.page.locator('.mdr-commented')).toBeVisible();
  });

  await test.step('Ben sees the pin and answers', async () => {
    await ben.page.locator('.mdr-pin').click();
    await expect(threads(ben.page)).toContainText('@Ben Okafor');
    await panel(ben.page).getByRole('textbox', { name: 'Reply' }).fill('Large, they say.');
    await panel(ben.page).getByRole('button', { name: 'Reply' }).click();
    await expect(threads(ana.page)).toContainText('Large, they say.');
    await expect(ana.page.locator('.mdr-pin')).toHaveAttribute('data-count', '2');
  });

  await test.step('Ana reacts; Ben edits what he wrote', async () => {
    await threads(ana.page).getByRole('button', { name: 'React' }).last().click();
    await ana.page.getByRole('menuitem', { name: '👍' }).click();
    await expect(threads(ben.page).getByRole('button', { name: '👍 by Ana Sousa' })).toBeVisible();
    await threads(ben.page).getByRole('button', { name: 'Comment of Ben Okafor' }).click();
    await ben.page.getByRole('menuitem', { name: 'Edit' }).click();
    await panel(ben.page).getByRole('textbox', { name: 'Edit' }).fill('Large, I measured it.');
    await panel(ben.page).getByRole('button', { name: 'Save' }).click();
    await expect(threads(ana.page)).toContainText('Large, I measured it.');
    await look(ana.page, 'comments');
  });

  await test.step('the pin moves with the text, and the comments never touch it', async () => {
    expect(await api.content(ana.person, document)).toBe(text);
    await editor(ana.page).click();
    await ana.page.keyboard.press('ControlOrMeta+Home');
    await ana.page.keyboard.insertText('First line\n\n');
    await expectSaved(ana.page);
    await expectText(ben.page, `First line\n\n${text}`);
    const marked = (page: Page) => page.locator('.mdr-commented').innerText();
    expect(await marked(ben.page)).toBe(await marked(ana.page));
  });

  await test.step('it is resolved, and reopened', async () => {
    await threads(ana.page).getByRole('button', { name: 'Resolve' }).click();
    await expect(threads(ana.page)).toHaveCount(0);
    await expect(ben.page.locator('.mdr-pin')).toHaveCount(0);
    await panel(ben.page).getByRole('button', { name: 'Resolved 1' }).click();
    await threads(ben.page).getByRole('button', { name: 'Reopen' }).click();
    await expect(ana.page.locator('.mdr-pin')).toBeVisible();
  });

  await test.step('when its text is deleted, it waits in a tray and is attached anew', async () => {
    await editor(ana.page).click();
    await ana.page.keyboard.press('ControlOrMeta+a');
    await ana.page.keyboard.insertText('Something else entirely');
    await expectSaved(ana.page);
    await expect(ana.page.locator('.mdr-pin')).toHaveCount(0);
    await ana.page.reload();
    await panel(ana.page).getByRole('button', { name: 'Orphaned 1' }).click();
    await expect(threads(ana.page)).toContainText('The text it was about was deleted.');
    await look(ana.page, 'comments-orphaned');
    await editor(ana.page)
      .getByText('Something')
      .dblclick({ position: { x: 20, y: 8 } });
    await threads(ana.page).getByRole('button', { name: 'Re-attach to what is selected' }).click();
    await expect(ana.page.locator('.mdr-commented')).toHaveText('Something');
  });
});

test('a viewer reads comments and writes none', async ({ seat, api }) => {
  const ana = await seat(await api.signUp('Ana'));
  const vera = await seat(await api.signUp('Vera'));
  const workspace = await api.createWorkspace(ana.person, 'Review');
  await api.addMember(ana.person, workspace, vera.person, 'viewer');
  const document = await api.createDocument(ana.person, workspace, 'Plan', 'The tent is red.');
  await api.comment(ana.person, document, { start: 4, end: 8, quote: 'tent' }, 'Which one?');
  await openDocument(vera.page, document);
  await expect(preview(vera.page)).toContainText('The tent is red.');
  await vera.page.getByRole('button', { name: '1 open comment' }).click();
  await expect(threads(vera.page)).toContainText('Which one?');
  await expect(threads(vera.page).getByRole('button', { name: 'Resolve' })).toHaveCount(0);
  await threads(vera.page).click();
  await expect(panel(vera.page).getByRole('textbox')).toHaveCount(0);
});

test('comments are taken along as a file, and come back from it', async ({ seat, api }) => {
  const ana = await seat(await api.signUp('Ana'));
  const workspace = await api.createWorkspace(ana.person, 'Review');
  const document = await api.createDocument(ana.person, workspace, 'Plan', 'The tent is red.');
  await api.comment(ana.person, document, { start: 4, end: 8, quote: 'tent' }, 'Which one?');
  await openDocument(ana.page, document);
  await ana.page.getByRole('button', { name: '1 open comment' }).click();
  await panel(ana.page).getByRole('button', { name: 'Comments as a file' }).click();
  const saving = ana.page.waitForEvent('download');
  await ana.page.getByRole('menuitem', { name: 'Download comments' }).click();
  const file = await saving;
  expect(file.suggestedFilename()).toBe('Plan.comments.json');

  await threads(ana.page).getByRole('button', { name: 'Comment of Ana' }).click();
  await ana.page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(threads(ana.page)).toHaveCount(0);
  const picker = panel(ana.page).getByLabel('Take in comments from a file…');
  await picker.setInputFiles({ name: 'other.json', mimeType: 'application/json', buffer: Buffer.from('{}') });
  await expect(ana.page.getByText('This file holds no comments.')).toBeVisible();
  await picker.setInputFiles(await file.path());
  await expect(threads(ana.page)).toContainText('Which one?');
  await expect(ana.page.locator('.mdr-commented')).toHaveText('tent');
});

test('comments can be answered with the keys alone, and what arrives is read out', async ({ seat, api, look }) => {
  const ana = await seat(await api.signUp('Ana Sousa'));
  const ben = await api.signUp('Ben Okafor');
  const workspace = await api.createWorkspace(ana.person, 'Review');
  await api.addMember(ana.person, workspace, ben, 'editor');
  const document = await api.createDocument(ana.person, workspace, 'Plan', 'The tent is red.\n\nThe stove is small.\n');
  await api.comment(ben, document, { start: 4, end: 8, quote: 'tent' }, 'Big enough?');
  const second = await api.comment(ben, document, { start: 22, end: 27, quote: 'stove' }, 'Is it?');
  const { page } = ana;
  await openDocument(page, document);
  await chooseMode(page, 'Edit');
  await expect(page.locator('.mdr-commented')).toHaveCount(2);

  await test.step('where nothing is said and nothing selected, the keys say what to do', async () => {
    await editor(page).press('ControlOrMeta+End');
    await page.keyboard.press('Control+Alt+m');
    await expect(page.getByText('Select the words in the text first.')).toBeVisible();
  });

  await test.step('at a commented place they lead to the answer', async () => {
    await page.keyboard.press('ControlOrMeta+Home');
    for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Control+Alt+m');
    await expect(panel(page).getByRole('textbox', { name: 'Reply' })).toBeFocused();
    await page.keyboard.type('Yes.');
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(threads(page).first()).toContainText('Yes.');
  });

  await test.step('each card has its button', async () => {
    const other = threads(page).filter({ hasText: 'Is it?' });
    await other.getByRole('button', { name: 'Reply' }).focus();
    await page.keyboard.press('Enter');
    await expect(other.getByRole('textbox', { name: 'Reply' })).toBeFocused();
    await look(page, 'comments-reply');
  });

  await test.step('the newest can stand first, and a link leads to one', async () => {
    await api.reply(ben, second, 'It is.');
    await expect(page.locator('[role=status]').filter({ hasText: 'Ben Okafor commented on “stove”.' })).toHaveCount(1);
    await panel(page).getByRole('combobox', { name: 'In which order' }).selectOption('Newest first');
    await expect(threads(page).first()).toContainText('It is.');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await threads(page).first().getByRole('button', { name: 'Copy link to these comments' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(`/d/${document}?thread=${second}`);
  });

  await test.step('resolved with the keys, the next card has the focus', async () => {
    await threads(page).first().getByRole('button', { name: 'Resolve' }).focus();
    await page.keyboard.press('Enter');
    await expect(threads(page)).toHaveCount(1);
    await expect(threads(page).first()).toBeFocused();
  });
});

test('where a text is only read, comments are seen, opened and written, too', async ({ seat, api, look }) => {
  const ana = await api.signUp('Ana Sousa');
  const cleo = await seat(await api.signUp('Cleo Adams'));
  const workspace = await api.createWorkspace(ana, 'Review');
  await api.addMember(ana, workspace, cleo.person, 'commenter');
  const text = '# Plan\n\nThe **tent** is red.\n\nThe stove is small.\n';
  const document = await api.createDocument(ana, workspace, 'Plan', text);
  await api.comment(ana, document, { start: 14, end: 18, quote: 'tent' }, 'Big enough?');
  const { page } = cleo;
  await openDocument(page, document);
  await chooseMode(page, 'View');
  const marks = preview(page).locator('mark');

  await test.step('what is commented on is marked, and leads to its thread by the keys too', async () => {
    await expect(marks).toHaveText(['tent']);
    await marks.focus();
    await page.keyboard.press('Enter');
    await expect(threads(page)).toHaveAttribute('data-active', 'true');
    await look(page, 'comments-view');
  });

  await test.step('what is selected can be commented on', async () => {
    await preview(page)
      .getByText('The stove is small.')
      .dblclick({ position: { x: 45, y: 10 } });
    await look(page, 'comments-view-tool');
    await preview(page).getByRole('button', { name: 'Comment' }).click();
    await panel(page).getByRole('textbox', { name: 'Write a comment' }).fill('Very.');
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(marks).toHaveText(['tent', 'stove']);
    await expect(threads(page)).toHaveCount(2);
  });
});
