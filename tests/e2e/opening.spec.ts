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
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await expect.poll(() => asked.filter((path) => path.endsWith('/permissions')).length).toBe(1);
});

test('a document and the way into it are asked for while it is still asked who is here, and the way in once', async ({
  seat,
  api,
}) => {
  const { page, person } = await seat(await api.signUp('Ana'));
  const workspace = await api.createWorkspace(person, 'Ana’s');
  const document = await api.createDocument(person, workspace, 'Plan', 'The plan.\n');
  const tickets: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/realtime-tickets')) tickets.push(request.url());
  });
  const ticket = page.waitForResponse(/\/realtime-tickets$/);
  const info = page.waitForResponse((answer) => answer.url().endsWith(`/documents/${document}`));
  await page.route('**/api/v1/me', async (route) => {
    await Promise.all([ticket, info]);
    await route.continue();
  });

  await openDocument(page, document);

  await expect(editor(page)).toContainText('The plan.');
  expect(tickets).toHaveLength(1);
});

test('whoever may not read a document is told so, however early it was asked for', async ({ seat, api }) => {
  const owner = await api.signUp('Ana');
  const workspace = await api.createWorkspace(owner, 'Ana’s');
  const document = await api.createDocument(owner, workspace, 'Plan', 'The plan.\n');
  const { page } = await seat(await api.signUp('Eve'));
  await page.goto(`/d/${document}`);
  await expect(page.getByRole('heading', { name: 'You need access' })).toBeVisible();
  await expect(page.getByText('The plan.')).toHaveCount(0);
});
