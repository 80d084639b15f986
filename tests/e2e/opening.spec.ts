import { editor, openDocument } from './editor';
import { expect, test } from './test';

test('a document’s program is loaded while the server is asked who is here, and nothing is asked that isn’t shown', async ({
  seat,
  api,
}) => {
  const { page, person } = await seat(await api.signUp('Ana'));
  const workspace = await api.createWorkspace(person, 'Ana’s');
  const document = await api.createDocument(person, workspace, 'Plan', 'The plan.\n');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const program = page.waitForResponse(/\/assets\/DocumentPage-/);
  await page.route('**/api/v1/auth/refresh', async (route) => {
    await program;
    await route.continue();
  });

  await openDocument(page, document);

  await expect(editor(page)).toContainText('The plan.');
  expect(asked.filter((path) => path.endsWith('/permissions'))).toEqual([]);
  await page.getByRole('button', { name: 'History', exact: true }).click();
  await expect.poll(() => asked.filter((path) => path.endsWith('/permissions')).length).toBe(1);
});
