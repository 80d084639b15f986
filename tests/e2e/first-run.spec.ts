import { PASSWORD } from './api';
import { preview } from './editor';
import { expect, test } from './test';

// A server that nobody has set up yet.
test.use({ settings: { environment: { MDREADER_SIGNUP: 'invited' } } });

test('the first run begins with a document that shows what documents can be', async ({ stranger, server, look }) => {
  const page = await stranger();
  const [link] = /http:[^\s"]+\/setup#[^\s"]+/.exec(server.said) ?? [''];
  await page.goto(new URL(link).pathname + new URL(link).hash);
  await page.getByLabel('Name', { exact: true }).fill('Ada King');
  await page.getByLabel('Email').fill('ada@example.org');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Workspace name').fill('Engines');
  await expect(page.getByRole('checkbox', { name: 'Start with a sample document' })).toBeChecked();
  await look(page, 'set-up-sample');
  await page.getByRole('button', { name: 'Set up' }).click();

  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('Welcome to MDReader');
  const rail = page.getByRole('navigation', { name: 'Workspace' });
  await expect(rail.getByRole('link', { name: 'Welcome to MDReader' })).toBeVisible();
  await expect(rail.getByText('Documents appear here.')).toHaveCount(0);
  const shown = preview(page);
  await expect(shown.getByRole('heading', { name: 'Welcome to MDReader' })).toBeVisible();
  await expect(shown.getByRole('checkbox').first()).toBeVisible();
  await look(page, 'sample');
  await page.getByRole('button', { name: 'View', exact: true }).click();
  await shown.getByRole('heading', { name: 'A diagram' }).scrollIntoViewIfNeeded();
  await expect(shown.getByRole('table')).toBeVisible();
  await expect(shown.locator('.katex').first()).toBeVisible();
  await expect(shown.locator('iframe, img').first()).toBeVisible();
  await look(page, 'sample-end');
});
