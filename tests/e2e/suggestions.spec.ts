import type { Page } from '@playwright/test';
import { chooseMode, editor, expectSaved, openDocument } from './editor';
import { expect, test } from './test';

const panel = (page: Page) => page.getByRole('complementary', { name: 'Suggestions' });
const cards = (page: Page) => panel(page).getByRole('article');
const draft = (page: Page) => page.getByRole('form', { name: 'Your suggestion' });

const TEXT = 'The quick brown fox jumps.\n\nOver the lazy dog.\n\nThe end.\n';

/** Puts the cursor before or behind words that the editor shows, as a person does by keys. */
async function goTo(page: Page, line: number, column: number): Promise<void> {
  await editor(page).focus();
  await page.keyboard.press('ControlOrMeta+Home');
  for (let n = 1; n < line; n++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Home');
  for (let n = 0; n < column; n++) await page.keyboard.press('ArrowRight');
}

async function replace(page: Page, line: number, column: number, length: number, text: string): Promise<void> {
  await goTo(page, line, column);
  for (let n = 0; n < length; n++) await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.type(text);
}

test('a commenter suggests three changes; one is accepted and one rejected, with other edits in between', async ({
  seat,
  api,
  look,
}) => {
  const ana = await seat(await api.signUp('Ana Sousa'));
  const ben = await seat(await api.signUp('Ben Okafor'));
  const workspace = await api.createWorkspace(ana.person, 'Review');
  await api.addMember(ana.person, workspace, ben.person, 'commenter');
  const document = await api.createDocument(ana.person, workspace, 'Plan', TEXT);
  for (const { page } of [ana, ben]) {
    await openDocument(page, document);
    await chooseMode(page, 'Edit');
  }

  await test.step('what Ben types stays with him', async () => {
    await expect(draft(ben.page)).toContainText('What you type here is suggested');
    await replace(ben.page, 1, 4, 5, 'slow');
    await replace(ben.page, 3, 9, 4, 'sleeping');
    await goTo(ben.page, 5, 8);
    await ben.page.keyboard.type(' Or not.');
    await expect(draft(ben.page)).toContainText('3 changes, kept on this device.');
    await expect(ben.page.locator('del.mdr-suggested-out')).toHaveText(['quick', 'lazy']);
    await expect(ben.page.locator('ins.mdr-suggested-in')).toHaveText(['slow', 'sleeping', ' Or not.']);
    await look(ben.page, 'suggestions-draft');
    expect(await api.content(ana.person, document)).toBe(TEXT);
  });

  await test.step('it is there again after the page was closed', async () => {
    await ben.page.reload();
    await expect(draft(ben.page)).toContainText('3 changes, kept on this device.');
    await expect(ben.page.locator('del.mdr-suggested-out')).toHaveText(['quick', 'lazy']);
  });

  await test.step('Ben sends it, and Ana sees it at once', async () => {
    await draft(ben.page).getByRole('textbox', { name: 'Why (optional)' }).fill('Calmer');
    await draft(ben.page).getByRole('button', { name: 'Send suggestion' }).click();
    await expect(draft(ben.page)).toHaveText('Suggestion sent.');
    await expect(ana.page.locator('ins.mdr-suggested-in')).toHaveText(['slow', 'sleeping', ' Or not.']);
    await expect(ben.page.locator('ins.mdr-suggested-in')).toHaveText(['slow', 'sleeping', ' Or not.']);
    await ana.page.getByRole('button', { name: '1 open suggestion' }).click();
    await expect(cards(ana.page)).toContainText('Calmer');
    await look(ana.page, 'suggestions');
    await look(ben.page, 'suggestions-sent');
    expect(await api.content(ana.person, document)).toBe(TEXT);
  });

  await test.step('Ana writes elsewhere in between', async () => {
    await goTo(ana.page, 1, 0);
    await ana.page.keyboard.insertText('First of all.\n\n');
    await goTo(ana.page, 7, 0);
    await ana.page.keyboard.insertText('Well: ');
    await expectSaved(ana.page);
    await expect(ana.page.locator('ins.mdr-suggested-in')).toHaveText(['slow', 'sleeping', ' Or not.']);
  });
  const edited = `First of all.\n\n${TEXT.replace('The end.', 'Well: The end.')}`;
  expect(await api.content(ana.person, document)).toBe(edited);

  await test.step('Ana accepts one and rejects one', async () => {
    await cards(ana.page).getByRole('button', { name: 'Accept change 1' }).click();
    await expect(cards(ana.page)).toContainText('Accepted by Ana Sousa');
    const accepted = edited.replace('quick', 'slow');
    expect(await api.content(ana.person, document)).toBe(accepted);
    await cards(ana.page).getByRole('button', { name: 'Reject change 2' }).click();
    await expect(cards(ana.page)).toContainText('Rejected by Ana Sousa');
    expect(await api.content(ana.person, document)).toBe(accepted);
    await expect(ben.page.locator('ins.mdr-suggested-in')).toHaveText([' Or not.']);
    await look(ana.page, 'suggestions-decided');
  });

  await test.step('the last by keys alone', async () => {
    await editor(ana.page).focus();
    await ana.page.keyboard.press('F7');
    await expect(ana.page.locator('.mdr-suggested-active')).toHaveText(' Or not.');
    await ana.page.keyboard.press('Control+Alt+y');
    await expect(ana.page.getByText('Accepted.', { exact: true })).toBeAttached();
    await expect.poll(() => api.content(ana.person, document)).toContain('Well: The end. Or not.');
    await expect(cards(ana.page)).toHaveCount(0);
  });

  await test.step('Ben hears of each decision', async () => {
    await ben.page.goto(`/w/${workspace}/inbox`);
    await expect(ben.page.getByText('Ana Sousa accepted changes that you suggested in Plan').first()).toBeVisible();
    await expect(ben.page.getByText('Ana Sousa rejected changes that you suggested in Plan')).toBeVisible();
    await ben.page.getByText('Ana Sousa rejected changes that you suggested in Plan').click();
    await expect(panel(ben.page)).toBeVisible();
  });
});

test('an editor suggests when they choose to, and takes it back', async ({ seat, api }) => {
  const ana = await seat(await api.signUp('Ana Sousa'));
  const workspace = await api.createWorkspace(ana.person, 'Review');
  const document = await api.createDocument(ana.person, workspace, 'Plan', TEXT);
  await openDocument(ana.page, document);
  await chooseMode(ana.page, 'Edit');
  // This server has no model behind it.
  await expect(ana.page.getByRole('button', { name: 'Assistant' })).toHaveCount(0);
  await ana.page.getByRole('combobox', { name: 'What typing does' }).selectOption('Suggesting');
  await goTo(ana.page, 1, 0);
  await ana.page.keyboard.type('Well. ');
  await expect(draft(ana.page)).toContainText('1 change, kept on this device.');

  await test.step('writing and suggesting are two texts', async () => {
    await ana.page.getByRole('combobox', { name: 'What typing does' }).selectOption('Editing');
    await expect(draft(ana.page)).toHaveCount(0);
    await goTo(ana.page, 5, 8);
    await ana.page.keyboard.type(' Really.');
    await expectSaved(ana.page);
    await ana.page.getByRole('combobox', { name: 'What typing does' }).selectOption('Suggesting');
    await expect(draft(ana.page)).toContainText('1 change, kept on this device.');
    expect(await api.content(ana.person, document)).toBe(TEXT.replace('The end.', 'The end. Really.'));
  });

  await draft(ana.page).getByRole('button', { name: 'Send suggestion' }).click();
  await expect(draft(ana.page)).toHaveText('Suggestion sent.');
  await ana.page.getByRole('button', { name: '1 open suggestion' }).click();
  await cards(ana.page).getByRole('button', { name: 'Withdraw' }).click();
  await expect(cards(ana.page)).toHaveCount(0);
  await expect(ana.page.locator('ins.mdr-suggested-in')).toHaveCount(0);
  expect(await api.content(ana.person, document)).toBe(TEXT.replace('The end.', 'The end. Really.'));
});

test('what the server doesn’t take stays here, and is sent once when it answers', async ({ seat, api }) => {
  const ana = await api.signUp('Ana Sousa');
  const ben = await seat(await api.signUp('Ben Okafor'));
  const workspace = await api.createWorkspace(ana, 'Review');
  await api.addMember(ana, workspace, ben.person, 'commenter');
  const document = await api.createDocument(ana, workspace, 'Plan', TEXT);
  await openDocument(ben.page, document);
  await chooseMode(ben.page, 'Edit');
  await goTo(ben.page, 1, 0);
  await ben.page.keyboard.type('Hm. ');

  // The request arrives; its answer doesn't.
  const route = '**/suggestions';
  await ben.page.route(route, async (request) => {
    if (request.request().method() !== 'POST') return request.continue();
    await request.fetch();
    await request.abort();
  });
  await draft(ben.page).getByRole('button', { name: 'Send suggestion' }).click();
  await expect(draft(ben.page).getByRole('alert')).toContainText('Your changes are still here.');
  await ben.page.unroute(route);
  await draft(ben.page).getByRole('button', { name: 'Send suggestion' }).click();
  await expect(draft(ben.page)).toHaveText('Suggestion sent.');
  await expect(ben.page.getByRole('button', { name: '1 open suggestion' })).toBeVisible();
});

test('who loses the right to suggest keeps what they typed', async ({ seat, api }) => {
  const ana = await api.signUp('Ana Sousa');
  const ben = await seat(await api.signUp('Ben Okafor'));
  const workspace = await api.createWorkspace(ana, 'Review');
  await api.addMember(ana, workspace, ben.person, 'commenter');
  const document = await api.createDocument(ana, workspace, 'Plan', TEXT);
  await openDocument(ben.page, document);
  await chooseMode(ben.page, 'Edit');
  await goTo(ben.page, 1, 0);
  await ben.page.keyboard.type('Hm. ');
  await expect(draft(ben.page)).toContainText('1 change, kept on this device.');

  await test.step('as an editor they go on where they were', async () => {
    await api.addMember(ana, workspace, ben.person, 'editor');
    await expect(ben.page.getByRole('combobox', { name: 'What typing does' })).toHaveValue('suggesting');
    await expect(draft(ben.page)).toContainText('1 change, kept on this device.');
    await expect(ben.page.getByRole('alert')).toHaveCount(0);
    expect(await api.content(ana, document)).toBe(TEXT);
  });

  await test.step('as a viewer they can take it along', async () => {
    await api.addMember(ana, workspace, ben.person, 'viewer');
    await expect(ben.page.getByRole('alert')).toContainText('1 change that you haven’t sent');
    await expect(ben.page.getByRole('button', { name: 'Download' })).toBeVisible();
  });
});

test('all that one person suggests is accepted at once, and taken back at once', async ({ seat, api, look }) => {
  const ana = await seat(await api.signUp('Ana Sousa'));
  const ben = await api.signUp('Ben Okafor');
  const workspace = await api.createWorkspace(ana.person, 'Review');
  await api.addMember(ana.person, workspace, ben, 'commenter');
  const document = await api.createDocument(ana.person, workspace, 'Plan', TEXT);
  await api.suggest(ben, document, [{ find: 'quick', replace: 'slow' }]);
  await api.suggest(ben, document, [
    { find: 'lazy', replace: 'sleeping' },
    { find: 'The end', replace: 'An end' },
  ]);
  await api.suggest(ana.person, document, [{ find: 'jumps', replace: 'leaps' }]);
  // Where one of them belongs somebody writes something else.
  await api.write(ana.person, document, TEXT.replace('lazy', 'tired'));
  const { page } = ana;
  await openDocument(page, document);
  await page.getByRole('button', { name: '3 open suggestions' }).click();

  const all = panel(page).getByRole('button', { name: 'Accept all from Ben Okafor (3)' });
  await expect(all).toBeVisible();
  await look(page, 'suggestions-from');
  await all.click();
  await expect(page.getByText('2 changes accepted. 1 stays open')).toBeVisible();
  await look(page, 'suggestions-together');
  const accepted = TEXT.replace('lazy', 'tired').replace('quick', 'slow').replace('The end', 'An end');
  expect(await api.content(ana.person, document)).toBe(accepted);

  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(page.getByText('The text is again without them, and the suggestions are open again.')).toBeVisible();
  expect(await api.content(ana.person, document)).toBe(TEXT.replace('lazy', 'tired'));
  await look(page, 'suggestions-reopened');
  await all.click();
  await expect(page.getByText('2 changes accepted. 1 stays open').last()).toBeVisible();
  expect(await api.content(ana.person, document)).toBe(accepted);
});
