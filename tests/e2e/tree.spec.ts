import { AxeBuilder } from '@axe-core/playwright';
import { editor, openDocument } from './editor';
import { expect, test } from './test';

const MANY = 120;

test('a long tree is on the page where it is in sight, the keys reach all of it, and it stays while one goes on', async ({
  seat,
  api,
  look,
}) => {
  const { page, person } = await seat(await api.signUp('Ana Sousa'));
  const workspace = await api.createWorkspace(person, 'Field notes');
  const name = (number: number) => `Note ${String(number).padStart(3, '0')}`;
  await api.createFolder(person, workspace, 'A folder');
  const made = await Promise.all(
    Array.from({ length: MANY }, (_, index) => api.createDocument(person, workspace, name(index + 1), name(index + 1))),
  );
  await openDocument(page, made[0] ?? '');
  const rail = page.getByRole('navigation', { name: 'Workspace' });
  const tree = rail.getByRole('tree', { name: 'Documents' });
  const entry = (called: string) => tree.getByRole('treeitem', { name: called, exact: true });
  const last = entry(name(MANY));

  await test.step('only what is in sight is there, and says which of how many it is', async () => {
    await expect(entry(name(1))).toHaveAttribute('aria-current', 'page');
    await expect(entry(name(1))).toHaveAttribute('aria-posinset', '2');
    await expect(entry(name(1))).toHaveAttribute('aria-setsize', String(MANY + 1));
    expect(await tree.getByRole('treeitem').count()).toBeLessThan(60);
    const { violations } = await new AxeBuilder({ page }).include('nav').analyze();
    expect(violations).toEqual([]);
  });

  await test.step('the tree is one stop for Tab, and the arrows go on from there', async () => {
    await rail.getByRole('button', { name: 'New', exact: true }).focus();
    await page.keyboard.press('Tab');
    await expect(entry(name(1))).toBeFocused();
    await page.keyboard.press('Home');
    await expect(entry('A folder')).toBeFocused();
    await page.keyboard.press('ArrowRight');
    await expect(entry('A folder')).toHaveAttribute('aria-expanded', 'true');
    await expect(tree.getByText('Empty')).toBeVisible();
    await look(page, 'tree');
    await page.keyboard.press('ArrowLeft');
    await expect(entry('A folder')).toHaveAttribute('aria-expanded', 'false');
  });

  await test.step('the last one is opened from there, and the tree stands where it stood', async () => {
    await page.keyboard.press('End');
    await expect(last).toBeFocused();
    await expect(last).toBeInViewport();
    await page.keyboard.press('Enter');
    await expect(editor(page)).toContainText(name(MANY));
    await expect(last).toHaveAttribute('aria-current', 'page');
    await expect(last).toBeFocused();
    await expect(last).toBeInViewport();
  });

  await test.step('its menu is the next stop, and gives the focus back', async () => {
    const more = tree.getByRole('button', { name: `More for ${name(MANY)}` });
    await page.keyboard.press('Tab');
    await expect(more).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('menuitem', { name: 'Rename' })).toBeVisible();
    await look(page, 'tree-menu');
    await page.keyboard.press('Escape');
    await expect(more).toBeFocused();
    // Opened again within moments it may close at once: docs/known-gaps.md.
    await expect(async () => {
      await more.press('Enter');
      await page.getByRole('menuitem', { name: 'Rename' }).click({ timeout: 2_000 });
    }).toPass();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Title' }).fill('Zebra');
    await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
    await expect(entry('Zebra')).toBeVisible();
    await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('Zebra');
  });
});

test('a tree that can’t be read says why, and is asked for again; each level stands further in', async ({
  seat,
  api,
  look,
}) => {
  const { page, person } = await seat(await api.signUp('Ana Sousa'));
  const workspace = await api.createWorkspace(person, 'Deep');
  const folders = ['One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven'];
  let within: string | undefined;
  for (const name of folders) within = await api.createFolder(person, workspace, name, within);
  const document = await api.createDocument(person, workspace, 'Bottom', 'text', within);
  const rail = page.getByRole('navigation', { name: 'Workspace' });
  const tree = `**/api/v1/workspaces/${workspace}/tree`;
  await page.route(tree, (route) => route.fulfill({ status: 418, json: {} }));
  await page.goto(`/w/${workspace}`);
  await expect(rail.getByRole('alert')).toBeVisible();
  await look(page, 'tree-failed');
  await page.unroute(tree);
  await rail.getByRole('button', { name: 'Try again' }).click();

  const lefts: number[] = [];
  for (const name of folders) {
    const button = rail.getByRole('treeitem', { name, exact: true }).getByRole('button', { name, exact: true });
    lefts.push((await button.locator('svg').first().boundingBox())?.x ?? 0);
    await button.click();
  }
  lefts.push((await rail.getByRole('treeitem', { name: 'Bottom' }).locator('svg').first().boundingBox())?.x ?? 0);
  for (let at = 1; at < lefts.length; at++) expect(lefts[at], `level ${at + 1}`).toBeGreaterThan(lefts[at - 1] ?? 0);
  await look(page, 'tree-deep');

  // Where the bar is too narrow for the workspace's name, the folders stay.
  await openDocument(page, document);
  await page.setViewportSize({ width: 1000, height: 800 });
  await expect(page.getByRole('banner').getByText('One / Two')).toBeVisible();
  await look(page, 'bar-folders');
});

test('who comes while no server answers is shown the tree when one does', async ({ seat, api }) => {
  const { page, person } = await seat(await api.signUp('Ana Sousa'));
  const workspace = await api.createWorkspace(person, 'Again');
  await api.createDocument(person, workspace, 'Plan', 'text');
  const rail = page.getByRole('navigation', { name: 'Workspace' });
  const tree = `**/api/v1/workspaces/${workspace}/tree`;
  await page.route(tree, (route) => route.abort());
  await page.goto(`/w/${workspace}`);
  await expect(rail.getByText('The tree needs the server')).toBeVisible();
  // Until nothing tries any more.
  await page.waitForTimeout(9_000);
  await page.unroute(tree);
  await expect(rail.getByRole('treeitem', { name: 'Plan' })).toBeVisible({ timeout: 20_000 });
});
