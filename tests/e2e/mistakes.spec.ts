import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { Api } from './api';
import { chooseMode, editor, expectText, openDocument } from './editor';
import { expect, test, type Seat } from './test';

const TEXT = '# Plan\n\n### Water\n\nSee [the food](#food) and [the map](#Plan).\n';

const marks = (page: Page) => page.locator('.mdr-wrong');
const notes = (page: Page) => page.locator('.mdr-mistake-notes');

async function newDocument({ person }: Seat, api: Api): Promise<string> {
  const workspace = await api.createWorkspace(person, 'Trips');
  return api.createDocument(person, workspace, 'Plan', TEXT);
}

test('a mistake is marked in every mode, told by mouse and by keys, and mended', async ({ seat, api }) => {
  const ana = await seat(await api.signUp('Ana'));
  const { page } = ana;
  await openDocument(page, await newDocument(ana, api));
  for (const mode of ['Live', 'Both', 'Edit'] as const) {
    await chooseMode(page, mode);
    await expect(marks(page)).toHaveCount(3);
  }

  await editor(page).getByText('the food').hover();
  await expect(notes(page)).toHaveText('No heading is called #food.');
  await page.mouse.move(0, 0);
  await expect(notes(page)).toHaveCount(0);

  const line = await editor(page).locator('.mdr-wrong-line').last().boundingBox();
  // In the margin, where the dot is.
  await page.mouse.move((line?.x ?? 0) - 10, (line?.y ?? 0) + 12);
  await expect(notes(page).getByRole('listitem')).toHaveCount(2);
  await page.keyboard.press('F8');
  await expect(notes(page)).toContainText('A heading of level 3 follows one of level 1.');
  await notes(page).getByRole('button', { name: 'Make it level 2' }).click();
  await expectText(page, TEXT.replace('###', '##'));
  await expect(marks(page)).toHaveCount(2);
  await expect(editor(page)).toBeFocused();

  await page.keyboard.press('F8');
  await page.keyboard.press('F8');
  await expect(notes(page)).toContainText('No heading is called #Plan.');
  await page.keyboard.press('Escape');
  await expect(notes(page)).toHaveCount(0);
  await page.keyboard.press('Control+Alt+i');
  const list = page.getByRole('region', { name: 'Mistakes' });
  await list.getByRole('button', { name: 'Lead to #plan' }).press('Enter');
  await expect(marks(page)).toHaveCount(1);
  await expect(marks(page)).toHaveText('[the food](#food)');
  await expect(list.getByRole('listitem')).toHaveCount(1);
});

test('nothing is marked for those who turn it off, or only read', async ({ seat, api }) => {
  const ana = await seat(await api.signUp('Ana'));
  const ben = await seat(await api.signUp('Ben'));
  const workspace = await api.createWorkspace(ana.person, 'Trips');
  await api.addMember(ana.person, workspace, ben.person, 'viewer');
  const id = await api.createDocument(ana.person, workspace, 'Plan', TEXT);
  await openDocument(ben.page, id);
  await openDocument(ana.page, id);
  await expect(marks(ana.page)).toHaveCount(3);
  await ana.page.getByRole('button', { name: 'Mistakes marked' }).click();
  await expect(marks(ana.page)).toHaveCount(0);
  await ana.page.reload();
  await expect(ana.page.getByRole('button', { name: 'Mistakes unmarked' })).toBeVisible();
  await editor(ana.page).getByText('the food').click();
  await ana.page.keyboard.press('F8');
  await expect(notes(ana.page)).toHaveCount(0);
  await ana.page.getByRole('button', { name: 'Mistakes unmarked' }).click();
  await expect(marks(ana.page)).toHaveCount(3);
  await expect(marks(ben.page)).toHaveCount(0);
  await expect(ben.page.getByRole('button', { name: /^Mistakes/ })).toHaveCount(0);
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`marks, notes and list pass axe and move nothing (${colorScheme})`, async ({ seat, api, look }) => {
    const ana = await seat(await api.signUp('Ana'), { colorScheme });
    const { page } = ana;
    await openDocument(page, await newDocument(ana, api));
    await chooseMode(page, 'Live');
    const place = () => editor(page).getByText('Plan', { exact: true }).boundingBox();
    const before = await place();
    await expect(marks(page)).toHaveCount(3);
    expect(await place()).toEqual(before);
    await page.keyboard.press('Control+Alt+i');
    await page.keyboard.press('F8');
    await expect(notes(page)).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations).toEqual([]);
    await look(page, `mistakes-${colorScheme}`);

    await page.setViewportSize({ width: 320, height: 640 });
    await page.keyboard.press('F8');
    await expect(notes(page)).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    await look(page, `mistakes-${colorScheme}-320`);
  });
