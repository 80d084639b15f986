import type { Locator, Page } from '@playwright/test';
import type { Api } from './api';
import { chooseMode, editor, expectSaved, expectText, openDocument, preview, shownText, useTool } from './editor';
import { expect, test } from './test';

test.use({ settings: { environment: { MDReader__Attachments__LargestFile: '100000' } } });

const ADDRESS = String.raw`\/api\/v1\/attachments\/[0-9a-f-]{36}`;

interface Gift {
  name: string;
  /** Of a picture that is drawn; else the file is this text. */
  colour?: string;
  text?: string;
}

/** What a browser hands over when files are pasted or dropped: nothing else can put a file on a clipboard here. */
async function give(
  page: Page,
  how: 'paste' | 'drop',
  gifts: Gift[],
  text = '',
  to: Locator = editor(page),
): Promise<void> {
  await to.evaluate(
    async (content, { how, gifts, text }) => {
      const data = new DataTransfer();
      if (text !== '') data.setData('text/plain', text);
      for (const { name, colour, text: words } of gifts) {
        const canvas = document.createElement('canvas');
        canvas.width = 320;
        canvas.height = 160;
        const pen = canvas.getContext('2d');
        if (pen === null) throw new Error('This browser draws nothing.');
        pen.fillStyle = colour ?? 'black';
        pen.fillRect(0, 0, 320, 160);
        pen.fillStyle = 'white';
        pen.font = '28px sans-serif';
        pen.fillText(name, 20, 90);
        const drawn = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
        data.items.add(
          words === undefined && drawn !== null
            ? new File([drawn], name, { type: 'image/png' })
            : new File([words ?? ''], name, { type: 'text/plain' }),
        );
      }
      const { right, bottom } = (content.querySelector('.cm-line') ?? content).getBoundingClientRect();
      const event =
        how === 'paste'
          ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
          : new DragEvent('drop', {
              dataTransfer: data,
              clientX: right - 4,
              clientY: bottom - 4,
              bubbles: true,
              cancelable: true,
            });
      content.dispatchEvent(event);
    },
    { how, gifts, text },
  );
}

const DOT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPj/HwADAgH/5ncLrgAAAABJRU5ErkJggg==',
  'base64',
);

async function together(api: Api, text: string) {
  const ana = await api.signUp('Ana');
  const ben = await api.signUp('Ben');
  const workspace = await api.createWorkspace(ana, 'Pictures');
  await api.addMember(ana, workspace, ben, 'viewer');
  return { ana, ben, workspace, document: await api.createDocument(ana, workspace, 'Field trip', text) };
}

async function expectPicture(page: Page, name: string): Promise<void> {
  const picture = page.getByRole('img', { name });
  await expect(picture).toBeVisible();
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(320);
}

test('pasted pictures stand in the text in their order, and whoever may read it sees them', async ({
  seat,
  api,
  look,
}) => {
  const { ana, ben, document } = await together(api, 'The river:\n');
  const { page } = await seat(ana);
  const { page: reader } = await seat(ben);
  await openDocument(page, document);
  await openDocument(reader, document);
  await editor(page).click();
  await page.keyboard.press('ControlOrMeta+End');
  await give(page, 'paste', [
    { name: 'bridge.png', colour: '#27707a' },
    { name: 'mill.png', colour: '#8a5a2b' },
  ]);
  await expect
    .poll(() => shownText(page))
    .toMatch(new RegExp(String.raw`^The river:\n!\[bridge.png]\(${ADDRESS}\)\n!\[mill.png]\(${ADDRESS}\)$`));
  await expectSaved(page);
  for (const one of [page, reader]) for (const name of ['bridge.png', 'mill.png']) await expectPicture(one, name);
  await look(page, 'attached-both');

  await test.step('typing goes on behind them, and one undo takes them away together', async () => {
    await page.keyboard.type(' seen');
    await expect.poll(() => api.content(ana, document)).toMatch(/mill\.png]\([^)]+\) seen$/);
    await page.keyboard.press('ControlOrMeta+z');
    await page.keyboard.press('ControlOrMeta+z');
    await expectText(page, 'The river:\n');
    await page.keyboard.press('ControlOrMeta+y');
    await expectPicture(page, 'bridge.png');
  });

  await test.step('Live shows them in the place of their source', async () => {
    await editor(page).getByText('The river').click();
    await chooseMode(page, 'Live');
    for (const name of ['bridge.png', 'mill.png']) await expectPicture(page, name);
    await look(page, 'attached-live');
    const { page: dark } = await seat(ana, { colorScheme: 'dark', viewport: { width: 390, height: 844 } });
    await openDocument(dark, document);
    await expectPicture(dark, 'mill.png');
    await look(dark, 'attached-live-phone-dark');
  });
});

test('a dropped file that is no picture is linked, and handed out by a click', async ({ seat, api }) => {
  const { ana, ben, document } = await together(api, 'Notes: ');
  const { page } = await seat(ana);
  await openDocument(page, document);
  await give(page, 'drop', [{ name: 'list.txt', text: 'tent, lamp' }]);
  await expect.poll(() => shownText(page)).toMatch(new RegExp(String.raw`^Notes: \[list.txt]\(${ADDRESS}\)$`));
  await expectSaved(page);
  const { page: reader } = await seat(ben);
  await openDocument(reader, document);
  const handed = reader.waitForEvent('download');
  await preview(reader).getByRole('link', { name: 'list.txt' }).click();
  expect((await handed).suggestedFilename()).toBe('list.txt');
});

test('a failed upload says why, keeps its place while others write, and can be tried again', async ({
  seat,
  api,
  look,
}) => {
  const { ana, document } = await together(api, 'Map: \n');
  const { page } = await seat(ana);
  const { page: second } = await seat(ana);
  await openDocument(page, document);
  await openDocument(second, document);
  await editor(page).click();
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.press('End');
  await page.route('**/blobs/**', (route) => route.abort());
  await give(page, 'paste', [{ name: 'map.png', colour: '#4b4f9c' }]);
  const mark = editor(page).locator('.mdr-upload');
  await expect(mark).toContainText('not attached');
  await expect(page.getByText('map.png wasn’t attached. The server doesn’t answer.').first()).toBeVisible();
  expect(await api.content(ana, document)).toBe('Map: \n');
  await look(page, 'attach-failed');
  expect(
    await page.evaluate(() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }))),
    'leaving the page asks first',
  ).toBe(true);

  await editor(second).click();
  await second.keyboard.press('ControlOrMeta+Home');
  await second.keyboard.insertText('Above\n');
  await expect(editor(page)).toContainText('Above');
  await page.unroute('**/blobs/**');
  await mark.getByRole('button', { name: 'Retry' }).click();
  await expect(mark).toHaveCount(0);
  await expect
    .poll(() => api.content(ana, document))
    .toMatch(new RegExp(String.raw`^Above\nMap: !\[map.png]\(${ADDRESS}\)\n$`));
  expect(await page.evaluate(() => window.dispatchEvent(new Event('beforeunload', { cancelable: true })))).toBe(true);
});

test('a file that is too large is refused in words, and can be put away', async ({ seat, api }) => {
  const { ana, document } = await together(api, 'Text');
  const { page } = await seat(ana);
  await openDocument(page, document);
  await give(page, 'drop', [{ name: 'novel.txt', text: 'x'.repeat(200_000) }]);
  await expect(page.getByText('novel.txt wasn’t attached. It is larger than this server takes.').first()).toBeVisible();
  await editor(page).getByRole('button', { name: 'Discard' }).click();
  await expect(editor(page).locator('.mdr-upload')).toHaveCount(0);
  await expectText(page, 'Text');
});

test('the slash menu leads to the file picker, by keyboard alone', async ({ seat, api, look }) => {
  const { ana, document } = await together(api, '');
  const { page } = await seat(ana);
  await openDocument(page, document);
  await editor(page).click();
  // The browser takes a moment to hand its choosers over.
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.type('/image');
  await expect(page.getByRole('option', { name: 'Image or file…' })).toBeVisible();
  await look(page, 'attach-slash');
  await page.keyboard.press('Enter');
  await (await chooser).setFiles({ name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('plan') });
  await expect.poll(() => shownText(page)).toMatch(new RegExp(String.raw`^\[plan.txt]\(${ADDRESS}\)$`));
});

test('words that are copied with a picture of them stay words', async ({ seat, api }) => {
  const { ana, document } = await together(api, '');
  const { page } = await seat(ana);
  await openDocument(page, document);
  await editor(page).click();
  await give(page, 'paste', [{ name: 'image.png', colour: 'red' }], 'a\tb');
  await expectText(page, 'a\tb');
  await expect(editor(page).locator('.mdr-upload')).toHaveCount(0);
});

test('a document on this device says that images need a workspace', async ({ stranger, look }) => {
  const page = await stranger();
  await page.goto('/');
  await editor(page).click();
  await page.keyboard.type('Mine');
  await give(page, 'paste', [{ name: 'image.png', colour: 'red' }]);
  await expect(page.getByText('Images need a workspace').first()).toBeVisible();
  await expectText(page, 'Mine');
  await look(page, 'attach-guest');
});

test('a comment and the public page show the document’s pictures', async ({ seat, stranger, api, look }) => {
  const { ana, document } = await together(api, 'The river:\n');
  const { page } = await seat(ana);
  await openDocument(page, document);
  await editor(page).click();
  await page.keyboard.press('ControlOrMeta+End');
  await give(page, 'paste', [{ name: 'bridge.png', colour: '#27707a' }]);
  await expect.poll(() => api.content(ana, document)).toMatch(new RegExp(ADDRESS));
  const address = new RegExp(ADDRESS).exec(await api.content(ana, document))?.[0] ?? '';

  await test.step('a comment names it', async () => {
    await api.comment(ana, document, { start: 0, end: 3, quote: 'The' }, `Like this: ![the bridge](${address})`);
    await page.getByRole('button', { name: '1 open comment' }).click();
    const picture = page.getByRole('article').getByRole('img', { name: 'the bridge' });
    await expect(picture).toBeVisible();
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(320);
    await look(page, 'attached-in-comment');
  });

  await test.step('so does the page that everybody can read', async () => {
    const published = await page.request.put(`/api/v1/documents/${document}/publication`, {
      headers: { Authorization: `Bearer ${ana.token}` },
      data: {},
    });
    const { url } = (await published.json()) as { url: string };
    for (const colorScheme of ['light', 'dark'] as const) {
      const reader = await stranger({ colorScheme });
      await reader.goto(new URL(url).pathname);
      await expectPicture(reader, 'bridge.png');
      await look(reader, `attached-public-${colorScheme}`);
    }
  });
});

test('a comment takes pictures that are pasted, dropped or picked', async ({ seat, api, look }) => {
  const { ana, ben, workspace, document } = await together(api, 'The river:\n');
  await api.addMember(ana, workspace, ben, 'commenter');
  await api.comment(ana, document, { start: 0, end: 3, quote: 'The' }, 'Which one?');
  const { page } = await seat(ana);
  await openDocument(page, document);
  await page.getByRole('button', { name: '1 open comment' }).click();
  const thread = page.getByRole('article');
  await thread.click();
  const reply = thread.getByRole('textbox', { name: 'Reply' });

  await test.step('what fails says why and can be tried again; nothing is sent meanwhile', async () => {
    await page.route('**/blobs/**', (route) => route.abort());
    await reply.fill('This one:');
    await give(page, 'paste', [{ name: 'bridge.png', colour: '#27707a' }], '', reply);
    await expect(thread.getByText('The server doesn’t answer.')).toBeVisible();
    await expect(thread.getByRole('button', { name: 'Reply', exact: true })).toBeDisabled();
    await look(page, 'comment-picture-failed');
    await page.unroute('**/blobs/**');
    await thread.getByRole('button', { name: 'Retry' }).click();
    await expect(reply).toHaveValue(new RegExp(String.raw`^This one:\n!\[bridge.png]\(${ADDRESS}\)$`));
  });

  await test.step('dropped and picked ones follow', async () => {
    await give(page, 'drop', [{ name: 'mill.png', colour: '#8a5a2b' }], '', reply);
    await expect(reply).toHaveValue(/mill\.png/);
    const chooser = page.waitForEvent('filechooser');
    await thread.getByRole('button', { name: 'Add an image' }).click();
    await (await chooser).setFiles({ name: 'dot.png', mimeType: 'image/png', buffer: DOT });
    await expect(reply).toHaveValue(/bridge\.png.*\n.*mill\.png.*\n.*dot\.png/);
    await thread.getByRole('button', { name: 'Reply', exact: true }).click();
    for (const name of ['bridge.png', 'mill.png', 'dot.png'])
      await expect(thread.getByRole('img', { name })).toBeVisible();
    await look(page, 'comment-pictures');
  });

  await test.step('who may comment only is told why there are none', async () => {
    const { page: commenter } = await seat(ben, { colorScheme: 'dark', viewport: { width: 390, height: 844 } });
    await openDocument(commenter, document);
    await useTool(commenter, '1 open comment');
    const same = commenter.getByRole('article');
    await same.click();
    await give(
      commenter,
      'paste',
      [{ name: 'x.png', colour: 'red' }],
      '',
      same.getByRole('textbox', { name: 'Reply' }),
    );
    await expect(same.getByText('Only people who may edit the document can add images.')).toBeVisible();
    await look(commenter, 'comment-picture-commenter-phone-dark');
  });
});

test('who leaves while a file is on its way is asked first', async ({ seat, api, look }) => {
  const { ana, document } = await together(api, 'Map: \n');
  const { page } = await seat(ana);
  await openDocument(page, document);
  await editor(page).click();
  await page.route('**/blobs/**', () => undefined);
  await give(page, 'paste', [{ name: 'map.png', colour: '#4b4f9c' }]);
  await expect(editor(page).getByRole('progressbar')).toBeVisible();
  const question = page.getByRole('dialog', { name: 'Leave without the files?' });
  const home = page.getByRole('navigation').getByRole('link', { name: 'Home' });

  await home.click();
  await expect(question).toBeVisible();
  await look(page, 'attach-leaving');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(question).toHaveCount(0);
  expect(new URL(page.url()).pathname).toBe(`/d/${document}`);
  await expect(editor(page).getByRole('progressbar')).toBeVisible();

  await home.click();
  await question.getByRole('button', { name: 'Leave' }).click();
  await expect(page.getByRole('heading', { name: 'Documents', level: 1 })).toBeVisible();
  expect(await api.content(ana, document)).toBe('Map: \n');
});
