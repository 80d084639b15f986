import type { Locator, Page } from '@playwright/test';
import { chooseMode, editor, openDocument, saveState } from './editor';
import { expect, test } from './test';

/** What is left of a look where the person's colours take the place of ours: lines, and what keeps its own. */
const looks = (one: Locator) =>
  one.evaluate((element) => {
    const { outlineStyle, outlineWidth, borderTopStyle, borderTopColor, forcedColorAdjust, textDecorationLine } =
      getComputedStyle(element);
    const outline = outlineStyle === 'none' ? 'none' : `${outlineStyle} ${outlineWidth}`;
    const border = borderTopStyle === 'none' ? 'none' : borderTopColor;
    return [outline, border, forcedColorAdjust, textDecorationLine].join(' / ');
  });

/** The one that is chosen is told from another one beside it, without a colour of ours. */
async function expectTold(chosen: Locator, other: Locator): Promise<void> {
  await expect(chosen).toBeVisible();
  expect(await looks(chosen)).not.toBe(await looks(other));
}

const body = (page: Page) => page.locator('body');

test('where colours are forced, what is chosen, selected and found is told by lines', async ({ seat, api, look }) => {
  const forced = { forcedColors: 'active' } as const;
  const ana = await seat(await api.signUp('Ana Sousa'), forced);
  const ben = await seat(await api.signUp('Ben Okafor'));
  const workspace = await api.createWorkspace(ana.person, 'Field notes');
  await api.addMember(ana.person, workspace, ben.person, 'editor');
  await api.createDocument(ana.person, workspace, 'Another', 'one');
  const document = await api.createDocument(ana.person, workspace, 'Plan', 'red tent, red boat\n\nThe end.\n');
  await api.suggest(ana.person, document, [
    { find: 'tent', replace: 'kayak' },
    { find: 'end', replace: 'beginning' },
  ]);
  await api.nameVersion(ana.person, document, 'First');
  await api.write(ana.person, document, 'red tent, red boat\n\nThe end of it.\n');
  await api.nameVersion(ana.person, document, 'Second');
  const { page } = ana;
  await openDocument(page, document);
  await chooseMode(page, 'Edit');

  await test.step('the page and the panel that are open', async () => {
    const entry = (name: string) => page.getByRole('treeitem', { name }).locator('a');
    await expectTold(entry('Plan'), entry('Another'));
    const mode = (name: string) => page.getByRole('button', { name, exact: true });
    await expectTold(mode('Edit'), mode('Both'));
    await page.getByRole('button', { name: 'History', exact: true }).click();
    const version = (name: string) =>
      page.getByRole('complementary', { name: 'History' }).getByRole('button', { name });
    await version('First').click();
    await expect(version('First')).toHaveAttribute('aria-current', 'true');
    await expectTold(version('First'), version('Second'));
    await look(page, 'forced-history');
    await page.getByRole('button', { name: 'History', exact: true }).click();
  });

  await test.step('an answer, and an entry of the menu in the text', async () => {
    await page.keyboard.press('ControlOrMeta+k');
    const answers = page.getByRole('dialog').getByRole('option');
    await expectTold(answers.first(), answers.nth(1));
    await page.keyboard.press('Escape');
    await editor(page).click();
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.type('/');
    const entries = page.locator('.cm-tooltip-autocomplete [role=option]');
    await expectTold(entries.first(), entries.nth(1));
    await page.keyboard.press('Escape');
    await page.keyboard.press('Backspace');
  });

  await test.step('what is found, what is selected, and where others are', async () => {
    await page.keyboard.press('ControlOrMeta+f');
    await page.getByRole('textbox', { name: 'Find' }).fill('red');
    await expect(page.locator('.cm-searchMatch')).toHaveCount(2);
    await expectTold(page.locator('.cm-searchMatch').first(), page.locator('.cm-line').last());
    await page.keyboard.press('Escape');
    await page.keyboard.press('ControlOrMeta+a');
    await expectTold(page.locator('.cm-selectionBackground').first(), page.locator('.cm-line').last());
    await openDocument(ben.page, document);
    await chooseMode(ben.page, 'Edit');
    await editor(ben.page).click();
    const caret = page.locator('.mdr-remote-caret');
    await expect(caret).toHaveCSS('forced-color-adjust', 'none');
    await look(page, 'forced-text');
  });
});

test('who wants nothing to move sees nothing move', async ({ seat, api }) => {
  const { page, person } = await seat(await api.signUp('Ana Sousa'), { reducedMotion: 'reduce' });
  const document = await api.createDocument(person, await api.createWorkspace(person, 'Still'), 'Plan', 'text\n');
  let answers = true;
  await page.routeWebSocket(/\/collab\//, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => {
      if (answers) socket.send(message);
    });
  });
  await openDocument(page, document);
  answers = false;
  await editor(page).click();
  await page.keyboard.type('more');
  // Its sign turns otherwise, for as long as it lasts.
  await expect(saveState(page)).toHaveAttribute('data-save', /saving|slow/);
  await expect.poll(() => page.evaluate(() => window.document.getAnimations().length)).toBe(0);
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('dialog')).toBeVisible();
  await expect(body(page)).toBeVisible();
  await expect.poll(() => page.evaluate(() => window.document.getAnimations().length)).toBe(0);
});
