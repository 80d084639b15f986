import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { Api } from './api';
import { chooseMode, editor, faces, isPhone, openDocument, preview } from './editor';
import { expect, test, type Seat } from './test';

const LINES = 400;
const TEXT = Array.from({ length: LINES }, (_, index) => `Line ${index + 1} of the long walk.\n`).join('\n');

async function together(api: Api) {
  const ana = await api.signUp('Ana Sousa');
  const ben = await api.signUp('Ben Okafor');
  const workspace = await api.createWorkspace(ana, 'Walks');
  await api.addMember(ana, workspace, ben, 'editor');
  return { ana, ben, document: await api.createDocument(ana, workspace, 'The long walk', TEXT) };
}

const banner = (page: Page) => page.locator('#content').getByText(/^Following /);
const follow = (page: Page, name: string) => page.getByRole('button', { name: `Follow ${name}` });

async function goTo(page: Page, end: 'Home' | 'End'): Promise<void> {
  await page.keyboard.press(`ControlOrMeta+${end}`);
}

async function bothOpen(seat: (person: Awaited<ReturnType<Api['signUp']>>) => Promise<Seat>, api: Api) {
  const { ana, ben, document } = await together(api);
  const { page } = await seat(ana);
  const { page: leader } = await seat(ben);
  await openDocument(page, document);
  await openDocument(leader, document);
  await expect(faces(page)).toHaveCount(2);
  return { page, leader, document };
}

test('a click on a face keeps that person’s cursor in sight until one goes one’s own way', async ({
  seat,
  api,
  look,
}) => {
  const { page, leader } = await bothOpen(seat, api);
  await follow(page, 'Ben Okafor').click();
  await expect(banner(page)).toHaveText('Following Ben Okafor, who has no cursor in the text yet – Esc to stop');
  await editor(leader).click();
  await goTo(leader, 'End');
  await expect(editor(page).getByText('Line 400 of')).toBeInViewport();
  await expect(preview(page).getByText('Line 400 of')).toBeInViewport();
  await expect(banner(page)).toHaveText('Following Ben Okafor – Esc to stop');
  await expect(follow(page, 'Ben Okafor')).toHaveAttribute('aria-pressed', 'true');
  await look(page, 'following');

  await test.step('also when they type without moving on the screen', async () => {
    await leader.keyboard.type('\n'.repeat(40) + 'Here I am');
    await expect(editor(page).getByText('Here I am')).toBeInViewport();
    await goTo(leader, 'Home');
    await expect(editor(page).getByText('Line 1 of')).toBeInViewport();
  });

  await test.step('Escape ends it', async () => {
    await page.keyboard.press('Escape');
    await expect(banner(page)).toHaveCount(0);
    await goTo(leader, 'End');
    // Ben's cursor has arrived here, and nothing moved.
    await leader.keyboard.type('!');
    await expect(page.locator('[data-save]')).toHaveText('Saved');
    await expect(editor(page).getByText('Line 1 of')).toBeInViewport();
  });

  await test.step('so do scrolling and typing', async () => {
    for (const act of [() => page.mouse.wheel(0, 200), () => page.keyboard.type('x')]) {
      await editor(page).click();
      await follow(page, 'Ben Okafor').click();
      await expect(banner(page)).toBeVisible();
      await editor(page).hover();
      await editor(page).focus();
      await act();
      await expect(banner(page)).toHaveCount(0);
    }
  });

  await test.step('and so does their going', async () => {
    await follow(page, 'Ben Okafor').click();
    await expect(banner(page)).toBeVisible();
    await leader.goto('/settings');
    await expect(banner(page)).toHaveCount(0);
  });
});

test('who only reads goes along too', async ({ seat, api }) => {
  const { page, leader } = await bothOpen(seat, api);
  await chooseMode(page, 'View');
  await follow(page, 'Ben Okafor').click();
  await editor(leader).click();
  await goTo(leader, 'End');
  await expect(preview(page).getByText('Line 400 of')).toBeInViewport();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(banner(page)).toHaveCount(0);
});

test('who leads is shown in both themes and on a phone, for everybody to use', async ({ seat, api, look }) => {
  const { ana, ben, document } = await together(api);
  const { page: leader } = await seat(ben);
  await openDocument(leader, document);
  await editor(leader).click();
  await goTo(leader, 'End');
  for (const [name, options] of [
    ['following-dark', { colorScheme: 'dark' }],
    ['following-phone', { viewport: { width: 390, height: 844 } }],
  ] as const) {
    const { page } = await seat(ana, options);
    await openDocument(page, document);
    if (isPhone(page)) {
      await page.getByRole('button', { name: 'Document menu' }).click();
      await page.getByRole('menuitem', { name: 'Follow Ben Okafor' }).click();
    } else await follow(page, 'Ben Okafor').click();
    await expect(banner(page)).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations).toEqual([]);
    await look(page, name);
  }
});
