import type { Page } from '@playwright/test';
import { editor, expectSaved, openDocument, useTool } from './editor';
import { expect, test } from './test';

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const TITLE = 'A title that is much longer than the one row of a telephone has room for';

test('a telephone has one row: back, title, whether it is saved, and a menu with the rest', async ({
  seat,
  api,
  look,
}) => {
  const ana = await api.signUp('Ana Sousa');
  const workspace = await api.createWorkspace(ana, 'Expedition');
  const document = await api.createDocument(ana, workspace, TITLE, '# Plan\n\nThe tent is red.\n');
  await api.comment(ana, document, { start: 12, end: 16, quote: 'tent' }, 'Which one?');
  for (const width of [390, 320]) {
    const { page } = await seat(ana, { ...PHONE, viewport: { width, height: 800 } });
    await openDocument(page, document);
    const bar = page.getByRole('banner');
    const { height } = (await bar.boundingBox()) ?? { height: 0 };
    expect(height).toBeLessThanOrEqual(50);
    await expect(bar.getByRole('link', { name: 'Back to the documents' })).toBeVisible();
    await expect(bar.getByRole('button', { name: 'Show documents' })).toHaveCount(0);
    await expectSaved(page);
    expect(await small(page)).toEqual([]);
    await look(page, `phone-bar-${width}`);

    await page.getByRole('button', { name: 'Document menu' }).click();
    await expect(page.getByRole('menuitemradio', { name: 'Live' })).toBeChecked();
    await expect(page.getByRole('menuitemradio', { name: 'Edit', exact: true })).toHaveCount(0);
    expect(await small(page)).toEqual([]);
    await look(page, `phone-menu-${width}`);
    await page.keyboard.press('Escape');

    await useTool(page, 'View');
    await expect(page.getByRole('region', { name: 'Rendered text' })).toBeVisible();
    await useTool(page, '1 open comment');
    await expect(page.getByRole('complementary', { name: 'Comments' })).toBeVisible();
    await page.getByRole('button', { name: 'Close Comments' }).click();
    await useTool(page, 'Live');
    expect(await page.evaluate(() => window.document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await bar.getByRole('link', { name: 'Back to the documents' }).click();
    await expect(page).toHaveURL(new RegExp(`/w/${workspace}`));
    await page.close();
  }
});

test('while an answer is long in coming one word says so, and all of it is heard', async ({ seat, api, look }) => {
  const ana = await api.signUp('Ana Sousa');
  const workspace = await api.createWorkspace(ana, 'Expedition');
  const document = await api.createDocument(ana, workspace, TITLE, 'Some words.');
  const { page } = await seat(ana, { ...PHONE, colorScheme: 'dark' });
  await openDocument(page, document);
  await page.context().setOffline(true);
  await editor(page).tap();
  await page.keyboard.type('More');
  const badge = page.locator('[data-save=slow]');
  await expect(badge).toContainText('Still saving…');
  await expect(badge.getByText('Saving…', { exact: true })).toBeVisible();
  const { height } = (await page.getByRole('banner').boundingBox()) ?? { height: 0 };
  expect(height).toBeLessThanOrEqual(50);
  await look(page, 'phone-slow-dark');
  await page.context().setOffline(false);
  await expectSaved(page);
});

test('above the keyboard there is also a block of code, and what puts the keyboard away', async ({ seat, api }) => {
  const ana = await api.signUp('Ana Sousa');
  const workspace = await api.createWorkspace(ana, 'Expedition');
  const document = await api.createDocument(ana, workspace, 'Plan', 'let a = 1;');
  const { page } = await seat(ana, PHONE);
  await openDocument(page, document);
  await editor(page).tap();
  const bar = page.getByRole('toolbar', { name: 'Format, for touch' });
  await bar.getByRole('button', { name: 'Block of code' }).tap();
  await expectSaved(page);
  await bar.getByRole('button', { name: 'Hide the keyboard' }).tap();
  await expect(bar).toBeHidden();
  expect(await api.content(ana, document)).toBe('```\nlet a = 1;\n```');
});

/** What is to be tapped and is smaller than a finger; links in a text are as high as its lines. */
async function small(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, a[href], select, input, [role^=menuitem]')]
      // The link that skips the bar is only there for the keyboard.
      .filter((one) => one.closest('.mdr-prose, .cm-content, [aria-hidden=true], .sr-only, [href="#content"]') === null)
      .map((one) => ({ one, box: one.getBoundingClientRect() }))
      .filter(({ one, box }) => box.width > 1 && one.checkVisibility({ opacityProperty: true }))
      .filter(({ box }) => box.bottom > 0 && box.top < innerHeight && (box.width < 43.5 || box.height < 43.5))
      .map(({ one, box }) => `${Math.round(box.width)}×${Math.round(box.height)} ${one.outerHTML.slice(0, 100)}`),
  );
}

test('what stands at the bottom stands above the keyboard', async ({ seat, api, look }) => {
  const ana = await api.signUp('Ana Sousa');
  const workspace = await api.createWorkspace(ana, 'Expedition');
  const document = await api.createDocument(ana, workspace, TITLE, 'The tent is red.');
  await api.comment(ana, document, { start: 4, end: 8, quote: 'tent' }, 'Which one?');
  const { page } = await seat(ana, PHONE);
  await openDocument(page, document);
  await useTool(page, '1 open comment');
  const sheet = page.getByRole('complementary', { name: 'Comments' });
  await expect(sheet).toBeVisible();
  // As `keyboardRoom` sets it where the keyboard lies over the page.
  await page.evaluate(() => window.document.documentElement.style.setProperty('--covered', '300px'));
  const bottomOf = async () => {
    const box = await sheet.boundingBox();
    return box === null ? null : box.y + box.height;
  };
  await expect.poll(bottomOf).toBe(PHONE.viewport.height - 300);
  await look(page, 'phone-sheet-above-keyboard');
});
