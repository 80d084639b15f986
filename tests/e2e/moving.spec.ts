import { PASSWORD } from './api';
import { editor, expectText, saveState } from './editor';
import { expect, test } from './test';

const KEPT = 'Saved on this device';

test('what another tab types into a document of the device while it moves goes along', async ({ stranger, api }) => {
  const ana = await api.signUp('Ana');
  const workspace = await api.createWorkspace(ana, 'Acme');
  const page = await stranger();
  await page.goto('/');
  await editor(page).click();
  await page.keyboard.insertText('written first');
  await expect(saveState(page)).toHaveText(KEPT);
  const local = page.getByRole('navigation', { name: 'Documents on this device' }).getByRole('link');
  const address = (await local.first().getAttribute('href')) ?? '';
  await page.request.post('/api/v1/auth/login', { data: { email: ana.email, password: PASSWORD } });

  // What is handed over waits on its way to the server.
  const waiting: (() => void)[] = [];
  let holds = true;
  await page.routeWebSocket(/\/collab\//, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => {
      if (holds) waiting.push(() => server.send(message));
      else server.send(message);
    });
  });
  await page.goto(`/w/${workspace}`);
  const other = await page.context().newPage();
  await other.goto(address);
  await expectText(other, 'written first');

  await page.getByRole('button', { name: 'Move', exact: true }).click();
  await expect.poll(() => waiting.length).toBeGreaterThan(0);
  await editor(other).click();
  await other.keyboard.press('ControlOrMeta+End');
  await other.keyboard.insertText(', and meanwhile');
  await expect(saveState(other)).toHaveText(KEPT);
  holds = false;
  for (const send of waiting) send();

  await expect(page.getByText('from this device into Acme')).toBeHidden();
  const [moved] = await api.documents(ana, workspace);
  await expect.poll(() => api.content(ana, moved?.id ?? '')).toBe('written first, and meanwhile');
  // And it is nowhere twice.
  await page.reload();
  await expect(page.getByRole('main').getByRole('link', { name: moved?.title ?? '' })).toHaveCount(1);
  await expect(page.getByText('from this device into Acme')).toBeHidden();
});
