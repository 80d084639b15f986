import { expect, test } from './test';

test('the API’s description is read and tried on a page that asks nobody else', async ({ stranger, look }) => {
  const page = await stranger();
  await page.goto('/docs');
  const version = page.locator('.opblock', { has: page.locator('[data-path="/api/v1/config"]') });

  await version.getByRole('button').first().click();
  await version.getByRole('button', { name: 'Try it out' }).click();
  await version.getByRole('button', { name: 'Execute' }).click();

  await expect(version.locator('.live-responses-table tbody .response-col_status').first()).toContainText('200');
  await expect(version.locator('.live-responses-table')).toContainText('signInMethods');
  await look(page, 'api-docs');
});
