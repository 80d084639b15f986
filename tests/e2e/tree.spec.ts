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
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Title' }).fill('Zebra');
    await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
    await expect(entry('Zebra')).toBeVisible();
    await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('Zebra');
  });
});
