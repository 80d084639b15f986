import type { Page } from '@playwright/test';
import { Elsewhere } from './elsewhere';
import { chooseMode, editor, openDocument, preview, saveState } from './editor';
import { expect, test } from './test';

// Below what the system gives out by itself.
const PORT = 12_000 + ((process.pid + 11_003) % 20_000);
const HOST = `localhost:${PORT}`;
const OTHER = `127.0.0.1:${PORT}`;
const TEXT = `# Boats

The one we had in spring:

![A red boat](http://${HOST}/boats/red.png?from=the-harbour-of-last-spring&size=large)

![A boat that sank](http://${HOST}/gone.png)

One of others: ![Another boat](http://${OTHER}/other.png)

The end.
`;

test.use({
  settings: {
    environment: {
      MDREADER_PICTURES_FROM_ELSEWHERE: 'true',
      // The other server is this machine.
      MDReader__Pictures__AnyAddress: 'true',
      MDReader__Pictures__AnyPort: 'true',
    },
  },
});

let elsewhere: Elsewhere;
test.beforeAll(async () => {
  elsewhere = await Elsewhere.start(PORT);
});
test.afterAll(() => elsewhere.stop());

const offers = (page: Page, host: string) => page.getByRole('button', { name: `Show pictures from ${host}` });
const width = (page: Page, name: string) =>
  page.getByRole('img', { name }).evaluate((image: HTMLImageElement) => image.naturalWidth);

test('a picture from elsewhere is fetched when somebody asks for it, and by the server', async ({
  api,
  seat,
  look,
}) => {
  const ana = await api.signUp('Ana Sousa');
  const ben = await api.signUp('Ben Okafor');
  const workspace = await api.createWorkspace(ana, 'Harbour');
  await api.addMember(ana, workspace, ben, 'editor');
  const document = await api.createDocument(ana, workspace, 'Boats', TEXT);
  const { page } = await seat(ana);
  await openDocument(page, document);
  // Any picture will do.
  elsewhere.picture = await page.screenshot({ clip: { x: 0, y: 0, width: 480, height: 240 } });

  await test.step('nobody is called until then', async () => {
    await chooseMode(page, 'View');
    await expect(offers(page, HOST)).toHaveCount(2);
    await expect(preview(page)).toContainText(`http://${HOST}/boats/red.png`);
    await expect(preview(page).getByRole('link', { name: 'A red boat' })).toBeVisible();
    await look(page, 'far-pictures');
    expect(elsewhere.requests).toEqual([]);
  });

  await test.step('Ana asks, and sees all of that host and none of another', async () => {
    await offers(page, HOST).first().click();
    await expect.poll(() => width(page, 'A red boat')).toBe(480);
    await expect(preview(page).getByText('This picture couldn’t be fetched.')).toBeVisible();
    await expect(offers(page, OTHER)).toBeVisible();
    await look(page, 'far-pictures-shown');
    expect(elsewhere.requests).toHaveLength(2);
    for (const headers of elsewhere.requests)
      expect(Object.keys(headers).toSorted()).toEqual(['accept', 'host', 'user-agent']);
  });

  await test.step('in Live, too, where the text stays as it is', async () => {
    await chooseMode(page, 'Live');
    await expect(editor(page).getByRole('img', { name: 'A red boat' })).toBeVisible();
    await look(page, 'far-pictures-live');
    await offers(page, OTHER).click();
    await expect.poll(() => width(page, 'Another boat')).toBe(480);
    await expect(saveState(page)).toHaveText('Saved');
    expect(await api.content(ana, document)).toBe(TEXT);
  });

  await test.step('this device remembers it', async () => {
    await page.reload();
    await expect.poll(() => width(page, 'A red boat')).toBe(480);
    await expect.poll(() => width(page, 'Another boat')).toBe(480);
  });

  for (const [name, options] of [
    ['far-pictures-dark', { colorScheme: 'dark' }],
    ['far-pictures-phone', { viewport: { width: 390, height: 844 } }],
  ] as const)
    await test.step(`Ben chooses for himself (${name})`, async () => {
      const { page: bens } = await seat(ben, options);
      await openDocument(bens, document);
      await chooseMode(bens, 'View');
      await expect(offers(bens, HOST)).toHaveCount(2);
      await look(bens, name);
    });
});
