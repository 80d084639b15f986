import { PASSWORD } from './api';
import { editor, expectSaved, expectText, kept, openDocument, saveState } from './editor';
import { expect, KEEPING, test } from './test';

const DOT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPj/HwADAgH/p0YoRwAAAABJRU5ErkJggg==',
  'base64',
);

test('a document that was open before opens without a network, is edited, and is saved when it is back', async ({
  seat,
  api,
}) => {
  const { page, person } = await seat(await api.signUp('Ana'), KEEPING);
  const document = await api.createDocument(person, await api.createWorkspace(person, 'Mine'), 'Travel', 'on land');
  await openDocument(page, document);
  await kept(page);
  await page.context().setOffline(true);
  await page.reload();
  await expectText(page, 'on land');
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('Travel');
  await editor(page).click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.insertText(', at sea');
  await expect(saveState(page)).toHaveText('Offline – 1 change on this device');
  // The tab is closed, and another one opens at home: still without a network.
  await page.goto('about:blank');
  await page.goto('/');
  await page.getByRole('link', { name: 'Travel' }).click();
  await expectText(page, 'on land, at sea');
  expect(await api.content(person, document)).toBe('on land');
  await page.context().setOffline(false);
  await expectSaved(page);
  expect(await api.content(person, document)).toBe('on land, at sea');
});

test('pictures of a document are there without a network, until their person signs out', async ({ seat, api }) => {
  const { page, person } = await seat(await api.signUp('Ana'), KEEPING);
  const workspace = await api.createWorkspace(person, 'Mine');
  const document = await api.createDocument(person, workspace, 'Travel', 'text');
  const address = await api.attach(person, document, 'dot.png', 'image/png', DOT);
  await api.write(person, document, `![A dot](${address})`);
  const picture = page.getByRole('region', { name: 'Rendered text' }).getByRole('img', { name: 'A dot' });
  await openDocument(page, document);
  await expect(picture).toBeVisible();
  await kept(page);
  const pictures = () =>
    page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('mdreader-pictures/')).length);
  await expect.poll(pictures).toBe(1);
  await page.context().setOffline(true);
  await page.reload();
  await expect(picture).toBeVisible();
  expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);

  await page.context().setOffline(false);
  await expectSaved(page);
  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect.poll(pictures).toBe(0);
});

test('who comes back is told what met, and sees what others wrote meanwhile', async ({ seat, api, look }) => {
  const { page, person } = await seat(await api.signUp('Ana'), KEEPING);
  const ben = await api.signUp('Ben');
  const workspace = await api.createWorkspace(person, 'Ours');
  await api.addMember(person, workspace, ben, 'editor');
  const document = await api.createDocument(person, workspace, 'Travel', 'on land\n');
  await openDocument(page, document);
  await kept(page);
  await page.context().setOffline(true);
  await page.reload();
  await expectText(page, 'on land\n');
  await editor(page).click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.insertText('at sea');
  await expect(saveState(page)).toHaveText('Offline – 1 change on this device');

  const { page: other } = await seat(ben);
  await openDocument(other, document);
  await editor(other).click();
  await other.keyboard.press('ControlOrMeta+Home');
  await other.keyboard.insertText('In the air, ');
  await expectSaved(other);

  await page.context().setOffline(false);
  await expect(page.getByText('Reconnected – merged 1 change').first()).toBeVisible();
  await look(page, 'merged');
  // The message goes after a while; what it leads to stays in the bar until somebody has looked.
  const review = page.getByRole('banner').getByRole('button', { name: 'Review' });
  await review.click();
  await expect(page.getByRole('dialog').locator('ins')).toHaveText('In the air, ');
  await look(page, 'merged-review');
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(review).toBeHidden();
  await expectSaved(page);
  await expectText(page, 'In the air, on land\nat sea');
});

test('a guest’s documents open without a network', async ({ stranger }) => {
  const page = await stranger(KEEPING);
  await page.goto('/');
  await editor(page).click();
  await page.keyboard.insertText('mine');
  await expect(saveState(page)).toHaveText('Saved on this device');
  await kept(page);
  await page.context().setOffline(true);
  await page.reload();
  await expectText(page, 'mine');
});

test('nothing of the API is kept, and signing out leaves nothing of the person', async ({ seat, api }) => {
  const { page, person } = await seat(await api.signUp('Ana'), KEEPING);
  const document = await api.createDocument(
    person,
    await api.createWorkspace(person, 'Mine'),
    'Private',
    'secret text',
  );
  await openDocument(page, document);
  await kept(page);
  const cached = await page.evaluate(async () => {
    const addresses: string[] = [];
    for (const name of await caches.keys())
      for (const { url } of await (await caches.open(name)).keys()) addresses.push(new URL(url).pathname);
    return addresses;
  });
  expect(cached).not.toEqual([]);
  expect(cached.filter((path) => !/^\/(?:assets\/.*|favicon\.svg|manifest\.webmanifest|)$/.test(path))).toEqual([]);

  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in to MDReader' })).toBeVisible();
  await expect
    .poll(() =>
      page.evaluate(async (id) => {
        const databases = (await indexedDB.databases()).map(({ name }) => name ?? '');
        const texts = JSON.stringify({ ...localStorage });
        return databases.some((name) => name.includes(id)) || texts.includes('Private') || texts.includes(id);
      }, document),
    )
    .toBe(false);
  await page.context().setOffline(true);
  await page.goto(`/d/${document}`);
  await expect(page.getByText('The server doesn’t answer.')).toBeVisible();
  await expect(editor(page)).toBeHidden();
});

test('what was typed without a network survives signing out, and is sent when the person is back', async ({
  stranger,
  api,
}) => {
  test.slow();
  const ana = await api.signUp('Ana');
  const document = await api.createDocument(ana, await api.createWorkspace(ana, 'Mine'), 'Kept', '');
  const page = await stranger(KEEPING);
  const signIn = () => page.request.post('/api/v1/auth/login', { data: { email: ana.email, password: PASSWORD } });
  await signIn();
  await openDocument(page, document);
  await kept(page);
  await page.context().setOffline(true);
  await editor(page).click();
  await page.keyboard.insertText('not yet sent');
  // A socket that was just answered is asked again after 45 s of silence, and given 10 s for the answer.
  await expect(saveState(page)).toHaveText('Offline – 1 change on this device', { timeout: 75_000 });
  await page.goto('about:blank');
  await page.context().setOffline(false);
  // The session ends where the edits aren't known of.
  await page.context().clearCookies();
  await page.goto('/sign-in');
  await expect(page.getByRole('heading', { name: 'Sign in to MDReader' })).toBeVisible();
  await signIn();
  await openDocument(page, document);
  await expectText(page, 'not yet sent');
  await expectSaved(page);
  expect(await api.content(ana, document)).toBe('not yet sent');
});

test('the application can be installed', async ({ stranger }) => {
  const page = await stranger();
  await page.goto('/');
  const address = await page.locator('link[rel=manifest]').getAttribute('href');
  const manifest = (await (await page.request.get(address ?? '')).json()) as {
    name: string;
    display: string;
    icons: { src: string; sizes: string; type: string }[];
  };
  expect(manifest).toMatchObject({ name: 'MDReader', display: 'standalone' });
  for (const { src, type } of manifest.icons) {
    const icon = await page.request.get(src);
    expect(icon.headers()['content-type'], src).toContain(type);
  }
});

test('who may only read opens without a network what they opened before, until it is taken from them', async ({
  seat,
  api,
}) => {
  const ana = await api.signUp('Ana');
  const ben = await seat(await api.signUp('Ben'), KEEPING);
  const workspace = await api.createWorkspace(ana, 'Ours');
  await api.addMember(ana, workspace, ben.person, 'viewer');
  const document = await api.createDocument(ana, workspace, 'Travel', 'on land\n');
  const { page } = ben;
  await openDocument(page, document);
  await expectText(page, 'on land\n');
  await kept(page);
  await page.context().setOffline(true);
  await page.reload();
  await expectText(page, 'on land\n');
  await expect(editor(page)).toHaveAttribute('contenteditable', 'false');
  await expect(saveState(page)).toHaveText('Offline');

  await api.removeMember(ana, workspace, ben.person);
  await page.context().setOffline(false);
  await expect(page.getByRole('heading', { name: 'You need access' })).toBeVisible();
  const copies = () =>
    page.evaluate(async (id) => (await indexedDB.databases()).filter(({ name }) => name?.includes(id)), document);
  await expect.poll(copies).toEqual([]);
});
