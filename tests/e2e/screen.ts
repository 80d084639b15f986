import type { Page } from '@playwright/test';
import type { Place } from './furnish';
import { expect } from './test';

/** Something that a person can have before their eyes, and the way there. */
export interface Screen {
  name: string;
  open: (page: Page, place: Place) => Promise<void>;
}

export async function see(page: Page, path: string, heading: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole('main').getByRole('heading', { name: heading }).first()).toBeVisible();
}

export async function showRail(page: Page): Promise<void> {
  const show = page.getByRole('button', { name: 'Show documents' });
  if (await show.isVisible()) await show.click();
}
