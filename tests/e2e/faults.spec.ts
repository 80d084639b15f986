import { editor, expectSaved, openDocument } from './editor';
import { expect, test } from './test';

test.describe('a part of the program that can’t be loaded', () => {
  test('is named in its place, and the editor stays', async ({ seat, api, look }) => {
    const ana = await seat(await api.signUp('Ana Sousa'));
    const workspace = await api.createWorkspace(ana.person, 'Faults');
    const { page } = ana;
    const lost = '**/assets/{CommentsPanel,ShareDialog}*.js';
    await page.route(lost, (route) => route.abort());
    await openDocument(page, await api.createDocument(ana.person, workspace, 'Plan', 'Here.\n'));

    await page.getByRole('button', { name: 'Comments', exact: true }).click();
    const panel = page.getByRole('complementary', { name: 'Comments' });
    await expect(panel.getByRole('alert')).toContainText('couldn’t be loaded');
    await look(page, 'fault-panel');
    await editor(page).press('ControlOrMeta+End');
    await page.keyboard.type('Still here.');
    await expectSaved(page);

    await page.getByRole('button', { name: 'Share', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'MDReader' });
    await expect(dialog.getByRole('alert')).toContainText('couldn’t be loaded');
    // It hears the key once it has the focus.
    await expect(dialog.locator(':focus')).toHaveCount(1);
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);

    await page.unroute(lost);
    await panel.getByRole('button', { name: 'Try again' }).click();
    await expect(panel.getByRole('group', { name: 'Which comments' })).toBeVisible();
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    await expect(page.getByRole('dialog', { name: /^Share/ })).toBeVisible();
  });
});

test.describe('when the server hesitates', () => {
  test('the page of a document says so, and comes by itself', async ({ seat, api, look }) => {
    const ana = await seat(await api.signUp('Ana Sousa'));
    const workspace = await api.createWorkspace(ana.person, 'Faults');
    const document = await api.createDocument(ana.person, workspace, 'Plan', 'Here.\n');
    const { page } = ana;
    const answer = `**/api/v1/documents/${document}`;
    await page.route(answer, (route) => route.fulfill({ status: 500, json: {} }));
    await page.goto(`/d/${document}`);
    await expect(page.getByRole('heading', { name: 'The server can’t answer just now' })).toBeVisible();
    await look(page, 'fault-hesitates');
    await page.unroute(answer);
    await expect(editor(page)).toContainText('Here.');

    // What this device knows is shown meanwhile, and stays while the server is asked again.
    await page.route(answer, (route) => route.fulfill({ status: 500, json: {} }));
    await page.reload();
    await expect(editor(page)).toContainText('Here.');
    await editor(page).evaluate((element) => element.setAttribute('data-same', ''));
    for (let time = 0; time < 2; time++)
      await page.waitForResponse((one) => one.url().endsWith(document) && one.status() === 500);
    await expect(page.locator('[data-same]')).toContainText('Here.');
  });

  test('a link isn’t called taken back', async ({ stranger }) => {
    const page = await stranger();
    await page.route('**/api/v1/links/*', (route) => route.fulfill({ status: 503, json: {} }));
    await page.goto('/link#there');
    await expect(page.getByRole('heading', { name: 'The server can’t answer just now' })).toBeVisible();
    await page.unroute('**/api/v1/links/*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByText('It was taken back or has run out', { exact: false })).toBeVisible();
  });

  test('a search that failed doesn’t say that nothing was found', async ({ seat, api }) => {
    const ana = await seat(await api.signUp('Ana Sousa'));
    const workspace = await api.createWorkspace(ana.person, 'Faults');
    const { page } = ana;
    await page.route('**/api/v1/search?*', (route) => route.fulfill({ status: 500, json: {} }));
    await page.goto(`/w/${workspace}`);
    await expect(page.getByRole('navigation', { name: 'Workspace' })).toBeVisible();
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('combobox', { name: 'Search and commands' }).fill('needle');
    await expect(page.getByRole('dialog').getByRole('status')).toContainText('couldn’t search');
  });

  test('without a network a new title stays where it was typed, and why is said', async ({ seat, api }) => {
    const ana = await seat(await api.signUp('Ana Sousa'));
    const workspace = await api.createWorkspace(ana.person, 'Faults');
    const document = await api.createDocument(ana.person, workspace, 'Plan', 'Here.\n');
    const { page } = ana;
    await openDocument(page, document);
    await page.context().setOffline(true);
    const title = page.getByRole('textbox', { name: 'Title' });
    await title.fill('Another plan');
    await title.press('Enter');
    await expect(page.getByText('The server doesn’t answer. Check the connection')).toBeVisible();
    await expect(title).toHaveValue('Another plan');
    await page.context().setOffline(false);
    await title.press('Enter');
    const titles = async () => (await api.documents(ana.person, workspace)).map((one) => one.title);
    await expect.poll(titles).toEqual(['Another plan']);
  });
});
