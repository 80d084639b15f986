import { expect, type Locator, type Page } from '@playwright/test';

export const editor = (page: Page): Locator => page.getByRole('textbox', { name: 'Text in Markdown' });
export const preview = (page: Page): Locator => page.getByRole('region', { name: 'Rendered text' });
export const saveState = (page: Page): Locator => page.locator('[data-save]');
export const faces = (page: Page): Locator => page.getByRole('list', { name: /here$/ }).getByRole('listitem');

export async function openDocument(page: Page, id: string): Promise<void> {
  await page.goto(`/d/${id}`);
  await expect(saveState(page)).toHaveAttribute('data-save', /saved|read-only/);
}

/** The text as the editor shows it; only for texts that fit into its window. */
export async function shownText(page: Page): Promise<string> {
  return (await editor(page).locator('.cm-line').allTextContents()).join('\n');
}

export async function expectText(page: Page, text: string): Promise<void> {
  await expect.poll(() => shownText(page)).toBe(text);
}

export async function expectSaved(page: Page): Promise<void> {
  await expect(saveState(page)).toHaveText('Saved');
}

export async function chooseMode(page: Page, mode: 'Live' | 'Edit' | 'Both' | 'View'): Promise<void> {
  await useTool(page, isPhone(page) && (mode === 'Edit' || mode === 'Both') ? 'Live' : mode);
}

export const isPhone = (page: Page): boolean => (page.viewportSize()?.width ?? Infinity) <= 640;

/** What stands in the document's bar, and on a telephone in its menu. */
export async function useTool(page: Page, name: string): Promise<void> {
  if (!isPhone(page)) {
    const button = page.getByRole('button', { name, exact: true });
    // A panel is as it was left in the document before.
    if ((await button.getAttribute('aria-pressed')) !== 'true') await button.click();
    return;
  }
  await page.getByRole('button', { name: 'Document menu' }).click();
  await page.getByRole('menu').getByText(name, { exact: true }).click();
  await expect(page.getByRole('menu')).toHaveCount(0);
}

/** From here on the application itself is on the device. */
export async function kept(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}
