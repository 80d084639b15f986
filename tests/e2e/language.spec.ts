import { PASSWORD } from './api';
import { expect, test } from './test';

test('the page speaks the browser’s language until another one is chosen in the settings', async ({
  stranger,
  api,
}) => {
  const ana = await api.signUp('Ana');
  await api.createWorkspace(ana, 'Mine');
  const page = await stranger({ locale: 'de-DE' });
  await page.goto('/sign-in');
  await expect(page.getByRole('heading', { name: 'Bei MDReader anmelden' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await page.getByLabel('E-Mail').fill(ana.email);
  await page.getByLabel('Passwort', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await expect(page.getByRole('button', { name: 'Konto: Ana' })).toBeVisible();

  await page.goto('/settings/profile');
  await page.getByRole('combobox', { name: 'Sprache' }).selectOption('English');
  const settings = page.getByRole('heading', { name: 'Settings', exact: true });
  await expect(settings).toBeVisible();
  await page.reload();
  await expect(settings).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});
