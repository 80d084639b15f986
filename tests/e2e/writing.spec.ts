import { chooseMode, editor, expectSaved, expectText, openDocument, preview, shownText } from './editor';
import { written } from './guide';
import { expect, test } from './test';

test('a slash offers what Markdown can do, and Tab walks through a table', async ({ seat, api, look }) => {
  const { ana, document } = await written(api, '');
  const { page } = await seat(ana);
  await openDocument(page, document);
  await chooseMode(page, 'Edit');
  await editor(page).click();
  await page.keyboard.type('/');
  await expect(page.getByRole('listbox')).toBeVisible();
  await look(page, 'slash-menu');
  await page.keyboard.type('tab');
  await expect(page.getByRole('listbox').getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  const sizes = page.getByRole('group', { name: 'Size of the table' });
  await expect(sizes.getByRole('button', { name: '3 columns, 2 rows' })).toBeFocused();
  await look(page, 'table-size');
  await page.keyboard.press('Escape');
  await expect(editor(page)).toBeFocused();
  await expectText(page, '');
  await page.keyboard.type('/tab');
  await expect(page.getByRole('listbox').getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(sizes.getByRole('button', { name: '3 columns, 2 rows' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.type('Part');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Share');
  await expect(page.getByRole('toolbar', { name: 'Table' })).toBeVisible();
  await page.getByRole('button', { name: 'Align right' }).click();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Room');
  await look(page, 'table-tools');
  await page.keyboard.press('Tab');
  await expectText(
    page,
    ['| Part | Share |     |', '| ---- | ----: | --- |', '| Room     |       |     |', '|      |       |     |'].join(
      '\n',
    ),
  );
});

test('a slash writes the text of a template where the cursor is', async ({ seat, api }) => {
  const { ana, workspace, document } = await written(api, 'Today\n\n');
  const { page } = await seat(ana);
  const minutes = await api.createDocument(ana, workspace, 'Minutes', '---\ntags: [x]\n---\n## Present\n\n- \n');
  await api.useAsTemplate(ana, minutes);
  await openDocument(page, document);
  await chooseMode(page, 'Edit');
  await editor(page).click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('/min');
  await page.getByRole('listbox').getByRole('option', { name: 'Minutes' }).click();
  await expectText(page, 'Today\n\n## Present\n\n- \n');
  await expectSaved(page);
});

test('a key ticks the task that the cursor is in, also in Live', async ({ seat, api }) => {
  const { ana, document } = await written(api, '- [ ] tent\n- [ ] rope');
  const { page } = await seat(ana);
  await openDocument(page, document);
  await chooseMode(page, 'Live');
  await editor(page).click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByRole('checkbox', { name: 'rope' })).toBeChecked();
  await expectSaved(page);
  expect(await api.content(ana, document)).toBe('- [ ] tent\n- [x] rope');
});

test('lists go on by themselves, and keys format', async ({ seat, api }) => {
  const { ana, document } = await written(api, '');
  const { page } = await seat(ana);
  await openDocument(page, document);
  await chooseMode(page, 'Edit');
  await editor(page).click();
  await page.keyboard.type('- [ ] one\ntwo');
  await expectText(page, '- [ ] one\n- [ ] two');
  await page.keyboard.press('ControlOrMeta+a');
  await page.getByRole('toolbar', { name: 'Format' }).getByRole('button', { name: 'List', exact: true }).click();
  await expectText(page, '- one\n- two');
});

test('words are found, counted and replaced', async ({ seat, api, look }) => {
  const { ana, document } = await written(api, 'one two\none three\nOne');
  const { page } = await seat(ana);
  await openDocument(page, document);
  await chooseMode(page, 'Edit');
  await editor(page).click();
  await page.keyboard.press('ControlOrMeta+f');
  const panel = page.getByRole('search', { name: 'Find' });
  await panel.getByRole('textbox', { name: 'Find' }).fill('one');
  await expect(panel.getByRole('status')).toContainText('of 3');
  await panel.getByRole('button', { name: 'Match case' }).click();
  await expect(panel.getByRole('status')).toContainText('of 2');
  await page.keyboard.press('Shift+Tab');
  await panel.getByRole('textbox', { name: 'Replace with' }).fill('1');
  await look(page, 'find');
  await panel.getByRole('button', { name: 'Replace all' }).click();
  await expectText(page, '1 two\n1 three\nOne');
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  await expect(editor(page)).toBeFocused();
});

test('both panes scroll together, whichever leads, and the outline leads both', async ({ seat, api, look }) => {
  const parts = Array.from({ length: 60 }, (_, n) => `## Part ${n}\n\nText of part ${n}.\n\nMore of it.\n`);
  const { ana, document } = await written(api, parts.join('\n'));
  const { page } = await seat(ana);
  await openDocument(page, document);
  await chooseMode(page, 'Both');
  await expect(preview(page).getByRole('heading', { name: 'Part 0' })).toBeVisible();
  await editor(page).hover();
  await page.mouse.wheel(0, 2500);
  await expect.poll(() => preview(page).evaluate((pane) => pane.scrollTop)).toBeGreaterThan(500);
  await preview(page).hover();
  await page.mouse.wheel(0, -10_000);
  await expect.poll(() => page.locator('.cm-scroller').evaluate((pane) => pane.scrollTop)).toBeLessThan(30);
  await page.getByRole('button', { name: 'Outline' }).click();
  await look(page, 'outline');
  await page.getByRole('complementary').getByRole('button', { name: 'Part 40' }).click();
  await expect(editor(page).getByText('## Part 40')).toBeInViewport();
  await expect(preview(page).getByRole('heading', { name: 'Part 40' })).toBeInViewport();
  expect(await shownText(page)).toContain('Part 40');
});

test('the key that saves elsewhere says that all is saved, and leads to naming the text as it is', async ({
  seat,
  api,
}) => {
  const { ana, document } = await written(api, 'Some words.');
  const { page } = await seat(ana);
  await openDocument(page, document);
  await editor(page).click();
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByText('Already saved: every change is, as you type.').first()).toBeVisible();
  await page.getByRole('button', { name: 'Name this version' }).click();
  await page.getByLabel('Name the text as it is now').fill('First draft');
  await page.getByRole('button', { name: 'Name', exact: true }).click();
  await expect(page.getByText('First draft')).toBeVisible();
});

test('the keys are listed, and F6 leads around the page', async ({ seat, api, look }) => {
  const { ana, document } = await written(api, 'Some words.');
  const { page } = await seat(ana);
  await openDocument(page, document);
  await editor(page).click();
  await page.keyboard.press('ControlOrMeta+/');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toContainText('Next part of the page');
  await look(page, 'shortcuts');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByRole('button', { name: 'Outline' }).focus();
  await page.keyboard.press('Shift+?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('Escape');
  await editor(page).click();
  await page.keyboard.press('F6');
  await expect(page.getByRole('navigation').locator(':focus')).toHaveCount(1);
  await page.keyboard.press('F6');
  await expect(page.getByRole('banner').locator(':focus')).toHaveCount(1);
  await page.keyboard.press('F6');
  await expect(editor(page)).toBeFocused();
  await page.keyboard.press('Shift+F6');
  await expect(page.getByRole('banner').locator(':focus')).toHaveCount(1);
  expect(await api.content(ana, document)).toBe('Some words.');
});

test('above the keyboard of a telephone there are the marks that it hides', async ({ seat, api, look }) => {
  const { ana, document } = await written(api, 'Some words.');
  const { page } = await seat(ana, { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  await openDocument(page, document);
  await editor(page).tap();
  await page.keyboard.press('ControlOrMeta+End');
  const bar = page.getByRole('toolbar', { name: 'Format, for touch' });
  await expect(bar).toBeVisible();
  await bar.getByRole('button', { name: 'Task list' }).tap();
  await page.keyboard.press('ControlOrMeta+End');
  await bar.getByRole('button', { name: 'Insert something' }).tap();
  await expect(page.getByRole('listbox')).toBeVisible();
  await look(page, 'touch-bar');
  await page.keyboard.press('Escape');
  await expectSaved(page);
  expect(await api.content(ana, document)).toBe('- [ ] Some words. /');
});
