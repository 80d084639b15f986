import type { Locator, Page } from '@playwright/test';
import type { Api, Person } from './api';
import { expectSaved, kept, openDocument } from './editor';
import { expect, KEEPING, test } from './test';

const box = (page: Page): Locator => page.getByRole('combobox', { name: 'Search and commands' });
const options = (page: Page): Locator => page.getByRole('dialog').getByRole('option');
const chip = (page: Page, filter: string): Locator => page.getByRole('button', { name: `Remove ${filter}` });
const said = (page: Page): Locator => page.getByRole('dialog').getByRole('status');

test('filters are offered while they are typed, and go as they came', async ({ seat, api, look }) => {
  const { ana, ben, workspace } = await garden(api);
  const { page } = await seat(ana);
  await search(page, workspace);

  await test.step('a tag', async () => {
    await box(page).pressSequentially('tag:');
    await expect(options(page)).toHaveText(['garden', 'winter']);
    await look(page, 'search-values');
    await box(page).pressSequentially('ga');
    await expect(options(page)).toHaveText(['garden']);
    await page.keyboard.press('Enter');
    await expect(chip(page, 'tag:garden')).toBeVisible();
    await expect(box(page)).toHaveValue('');
    await expect(options(page)).toHaveCount(2);
  });

  await test.step('a folder, by the key that goes on elsewhere', async () => {
    await box(page).pressSequentially('in:old');
    await expect(options(page)).toHaveText(['Old plans']);
    await page.keyboard.press('Tab');
    await expect(chip(page, 'in:Old plans')).toBeVisible();
    await expect(box(page)).toBeFocused();
    await expect(options(page)).toHaveText([/^Beds/]);
  });

  await test.step('the keys that take letters away take filters away too', async () => {
    await page.keyboard.press('Backspace');
    await expect(chip(page, 'in:Old plans')).toHaveCount(0);
    await page.keyboard.press('Shift+Tab');
    await expect(chip(page, 'tag:garden')).toBeFocused();
    await page.keyboard.press('Delete');
    await expect(chip(page, 'tag:garden')).toHaveCount(0);
    await expect(box(page)).toBeFocused();
  });

  await test.step('a person, by name alone', async () => {
    await box(page).fill('ben');
    await page.getByRole('option', { name: `What ${ben.name} wrote` }).click();
    await expect(chip(page, `by:${ben.name}`)).toBeVisible();
    await expect(options(page)).toHaveText([/^Harvest/]);
    await chip(page, `by:${ben.name}`).click();
    await expect(box(page)).toBeFocused();
  });

  await test.step('and by a button, with words that are marked where they are found', async () => {
    await page.getByRole('button', { name: /^tag:/ }).click();
    await expect(box(page)).toHaveValue('tag:');
    await box(page).pressSequentially('garden lettuce');
    await expect(chip(page, 'tag:garden')).toBeVisible();
    await expect(options(page)).toHaveText([/^Garden plan/]);
    await expect(options(page).locator('mark')).toHaveText(['Lettuce']);
    await look(page, 'search-filtered');
    await page.setViewportSize({ width: 390, height: 800 });
    await look(page, 'search-filtered-narrow');
  });
});

test('Enter opens what is chosen, and with Ctrl in a new tab', async ({ seat, api }) => {
  const { ana, workspace } = await garden(api);
  const { page } = await seat(ana);
  await search(page, workspace);
  await box(page).fill('lettuce');
  await expect(options(page).first()).toHaveText(/^Garden plan/);
  const opened = page.context().waitForEvent('page');
  await page.keyboard.press('ControlOrMeta+Enter');
  const aside = await opened;
  await expect(aside.getByRole('textbox', { name: 'Title' })).toHaveValue('Garden plan');
  await aside.close();
  expect(new URL(page.url()).pathname).toBe(`/w/${workspace}`);
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await page.keyboard.press('ControlOrMeta+Shift+F');
  await box(page).fill('harv');
  await expect(options(page).first()).toHaveText(/^Harvest/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('Harvest');
});

test('what other workspaces have is found behind what is here, and they themselves are gone to', async ({
  seat,
  api,
  look,
}) => {
  const { ana, workspace } = await garden(api);
  const other = await api.createWorkspace(ana, 'Greenhouse');
  const sowing = await api.createDocument(ana, other, 'Sowing', 'Lettuce under glass.\n');
  await expect.poll(() => api.found(ana, 'lettuce')).toBe(2);
  const { page } = await seat(ana);
  await search(page, workspace);
  await box(page).fill('lettuce');
  await expect(options(page).nth(0)).toHaveText(/^Garden plan/);
  await expect(options(page).nth(1)).toHaveText(/^Sowing\s*Greenhouse$/);
  await look(page, 'search-elsewhere');
  await options(page).nth(1).click();
  await expect(page).toHaveURL(`/d/${sowing}`);

  await page.goto(`/w/${workspace}`);
  await expect(
    page.getByRole('navigation', { name: 'Workspace' }).getByRole('link', { name: 'Harvest' }),
  ).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  await box(page).fill('greenh');
  await page.getByRole('option', { name: 'Go to Greenhouse' }).click();
  await expect(page).toHaveURL(`/w/${other}`);
});

test('a filter that leads nowhere says so, and what to do', async ({ seat, api, look }) => {
  const { ana, workspace } = await garden(api);
  const { page } = await seat(ana);
  await search(page, workspace);
  await box(page).pressSequentially('by:nobody');
  await expect(said(page)).toHaveText('Nobody’s name begins with “nobody”. Take letters away to see who there is.');
  await page.keyboard.press('Enter');
  await expect(chip(page, 'by:nobody')).toBeVisible();
  await expect(said(page)).toContainText('Nobody here is called “nobody”. Remove the filter');
  await look(page, 'search-unknown');
  await page.keyboard.press('Backspace');
  await box(page).fill('author:ada');
  await expect(said(page)).toContainText('There is no filter “author:”. Use tag:, in: or by:');
  await box(page).fill('tag:winter lettuce');
  await expect(said(page)).toContainText('No document fits all of this. Remove a filter');
});

test('titles are found without a network', async ({ seat, api, look }) => {
  const { ana, plan } = await garden(api);
  const { page } = await seat(ana, KEEPING);
  await openDocument(page, plan);
  await expectSaved(page);
  await kept(page);
  await page.context().setOffline(true);
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('Garden plan');
  await page.getByRole('link', { name: 'Inbox' }).click();
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  await box(page).fill('gard');
  await expect(said(page)).toHaveText('The server can’t be reached: only titles are searched.');
  await expect(options(page).first()).toHaveText(/^Garden plan\s*On this device/);
  await look(page, 'search-offline');
  await box(page).fill('tag:garden ');
  await expect(said(page)).toContainText('Filters need the server');
  await page.keyboard.press('Backspace');
  await box(page).fill('gard');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`/d/${plan}`);
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('Garden plan');
});

/** Two people's documents with tags, one of them in a folder, as soon as all of them are found. */
async function garden(api: Api): Promise<{ ana: Person; ben: Person; workspace: string; plan: string }> {
  const ana = await api.signUp('Ana Sousa');
  const ben = await api.signUp('Ben Okafor');
  const workspace = await api.createWorkspace(ana, 'Field notes');
  await api.addMember(ana, workspace, ben, 'editor');
  const folder = await api.createFolder(ana, workspace, 'Old plans');
  const plan = await api.createDocument(
    ana,
    workspace,
    'Garden plan',
    '---\ntags: [garden]\n---\nLettuce and beans.\n',
  );
  await api.createDocument(ana, workspace, 'Beds', '---\ntags: [garden]\n---\nFour of them.\n', folder);
  await api.createDocument(ben, workspace, 'Harvest', '---\ntags: [winter]\n---\nKale.\n');
  await expect.poll(() => api.found(ana, 'tag:garden')).toBe(2);
  await expect.poll(() => api.found(ana, 'tag:winter kale')).toBe(1);
  await expect.poll(() => api.found(ana, 'lettuce')).toBe(1);
  return { ana, ben, workspace, plan };
}

/** Keys that are pressed before the page listens are lost: what the rail lists shows that it does. */
async function search(page: Page, workspace: string): Promise<void> {
  await page.goto(`/w/${workspace}`);
  await expect(
    page.getByRole('navigation', { name: 'Workspace' }).getByRole('link', { name: 'Harvest' }),
  ).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  await expect(box(page)).toBeFocused();
}
