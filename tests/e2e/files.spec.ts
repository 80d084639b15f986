import AxeBuilder from '@axe-core/playwright';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { callAgent } from './agent';
import { PASSWORD } from './api';
import { chooseMode, editor, openDocument } from './editor';
import { expect, test } from './test';

const place = mkdtempSync(join(tmpdir(), 'mdreader-files-'));
test.afterAll(() => rmSync(place, { recursive: true, force: true }));
const nights = join(place, 'backups');
test.use({ settings: { environment: { MDREADER_BACKUPS: nights } } });

const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPj/HwADAgH/5ncLrgAAAABJRU5ErkJggg==',
  'base64',
);

/** A folder as somebody keeps notes, with what their tools leave in it. */
function notes(): string {
  const folder = join(mkdtempSync(join(place, 'chosen-')), 'Field notes');
  const files = {
    'plan.md': '# Plan\n\nSee [the *deep* one](deep/second.md).\n\n![Dot](pictures/dot.png)\n',
    'deep/second.md': '# Second\n\nBack to [the plan](../plan.md).\n',
    'pictures/dot.png': PICTURE,
    '.git/config': 'nobody’s business',
  };
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Import' });
const tree = (page: Page) => page.getByRole('navigation', { name: 'Workspace' });

// First: the server prints its link before anything else.
test('the first run begins with what somebody has, and shows the administrator the backups', async ({
  stranger,
  server,
  look,
}) => {
  const page = await stranger();
  const [link] = /http:[^\s"]+\/setup#[^\s"]+/.exec(server.said) ?? [''];
  await page.goto(new URL(link).pathname + new URL(link).hash);
  await page.getByLabel('Name', { exact: true }).fill('Ada King');
  await page.getByLabel('Email').fill('ada@example.org');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Workspace name').fill('Engines');
  await page.getByLabel('Choose a folder…').setInputFiles(notes());
  await expect(page.getByText('Field notes · 3 files')).toBeVisible();
  await look(page, 'set-up-files');
  await page.getByRole('button', { name: 'Set up' }).click();

  await expect(page.getByText('2 documents are here now. 1 file came with them.')).toBeVisible();
  await expect(tree(page).getByText('Field notes')).toBeVisible();
  await look(page, 'set-up-imported');

  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('menuitem', { name: 'Workspace settings' }).click();
  const backups = page
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: 'Backups of this server' }) });
  await expect(async () => {
    await page.reload();
    await expect(backups).toContainText('The last backup was restored for a trial', { timeout: 5_000 });
  }).toPass({ timeout: 60_000 });
  await expect(backups.getByText('Restore verified')).toBeVisible();
  await backups.scrollIntoViewIfNeeded();
  await look(page, 'backups');

  await test.step('one that was changed afterwards is shown as damaged, with the reason', async () => {
    const [night = ''] = readdirSync(nights).filter((name) => /^\d{4}-/.test(name));
    cpSync(join(nights, night), join(nights, '2020-01-31'), { recursive: true });
    appendFileSync(join(nights, '2020-01-31', 'manifest.json'), ' ');
    for (const [name, width, colorScheme] of [
      ['backups-damaged', 1280, 'light'],
      ['backups-damaged-dark', 1280, 'dark'],
      ['backups-damaged-phone', 390, 'light'],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      await page.reload();
      const damaged = backups.getByRole('listitem').filter({ hasText: '2020-01-31' });
      await expect(damaged.getByText('Damaged', { exact: true })).toBeVisible();
      await expect(damaged).toContainText('the manifest was changed');
      await expect(backups).toContainText('The last backup was restored for a trial');
      await damaged.scrollIntoViewIfNeeded();
      const { violations } = await new AxeBuilder({ page }).include('main').analyze();
      expect(violations).toEqual([]);
      await look(page, name);
    }
  });
});

test('a folder comes in with its pictures and links, and the workspace goes out as an archive', async ({
  seat,
  api,
  look,
}) => {
  const { page, person } = await seat(await api.signUp('Ana Sousa'));
  const workspace = await api.createWorkspace(person, 'Expedition');
  await page.goto(`/w/${workspace}`);

  await test.step('a folder comes in', async () => {
    await page.getByRole('button', { name: 'Import…' }).click();
    await look(page, 'import-dialog');
    await dialog(page).getByLabel('Choose a folder…').setInputFiles(notes());
    await expect(dialog(page)).toContainText('2 documents are here now. 1 file came with them.');
    await look(page, 'import-done');
    await dialog(page).getByRole('button', { name: 'Done' }).click();
    await expect(tree(page).getByText('Field notes')).toBeVisible();
    await look(page, 'import-home');
    const documents = await api.documents(person, workspace);
    expect(documents.map(({ title }) => title).sort()).toEqual(['plan', 'second']);
    const ids = new Map(documents.map(({ id, title }) => [title, id]));
    const plan = await api.content(person, ids.get('plan') ?? '');
    expect(plan).toContain(`/d/${ids.get('second')}`);
    expect(plan).toMatch(/!\[Dot\]\(\/api\/v1\/attachments\/[\w-]+\)/);
  });

  await test.step('it goes out as an archive that the browser saves', async () => {
    await page.goto(`/w/${workspace}/settings`);
    await page.getByRole('checkbox', { name: 'All saved versions' }).check();
    await page.getByRole('button', { name: 'Make an archive' }).click();
    await expect(page.getByText('2 documents are in the archive. 1 attachment.')).toBeVisible();
    await look(page, 'export-done');
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download the archive' }).click();
    const download = await saved;
    expect(download.suggestedFilename()).toMatch(/^mdreader-\d{4}-\d\d-\d\d\.zip$/);
    const archive = readFileSync(await download.path());
    for (const path of ['Field notes/plan.md', 'Field notes/deep/second.md', 'dot.png', 'mdreader.json'])
      expect(archive.includes(path), path).toBe(true);
    await expect(page.getByRole('heading', { name: 'Workspace settings' })).toBeVisible();
  });
});

test('an import and an archive are found again after the page was loaded anew', async ({ seat, api, look }) => {
  const { page, person } = await seat(await api.signUp('Ana Sousa'));
  const workspace = await api.createWorkspace(person, 'Expedition');
  await page.goto(`/w/${workspace}`);

  await test.step('while it is still working', async () => {
    // The server says for a while that it works on it.
    await page.route('**/api/v1/jobs**', async (route) => {
      const answer = await route.fetch();
      const said = await answer.text();
      const going = said
        .replaceAll('"status":"done"', '"status":"running"')
        .replaceAll(/"done":\d+,"total":\d+/g, '"done":1,"total":4');
      await route.fulfill({ response: answer, body: going });
    });
    await page.getByRole('button', { name: 'Import…' }).click();
    await dialog(page).getByLabel('Choose a folder…').setInputFiles(notes());
    await expect(dialog(page)).toContainText('1 of 4');
    await page.reload();
    await expect(page.getByText('1 of 4')).toBeVisible();
    await look(page, 'import-picked-up');
    await page.unroute('**/api/v1/jobs**');
    await expect(page.getByText('2 documents are here now. 1 file came with them.')).toBeVisible();
  });

  await test.step('and what came of it, until it was seen', async () => {
    await page.reload();
    await expect(page.getByText('2 documents are here now.')).toBeVisible();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.reload();
    await expect(tree(page).getByText('Field notes')).toBeVisible();
    await expect(page.getByText('2 documents are here now.')).toHaveCount(0);
  });

  await test.step('the archive can still be fetched', async () => {
    await page.goto(`/w/${workspace}/settings`);
    await page.getByRole('button', { name: 'Make an archive' }).click();
    await expect(page.getByText('2 documents are in the archive. 1 attachment.')).toBeVisible();
    await page.reload();
    await expect(page.getByText('2 documents are in the archive. 1 attachment.')).toBeVisible();
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download the archive' }).click();
    expect((await saved).suggestedFilename()).toMatch(/\.zip$/);
  });
});

test('a damaged archive is refused, says why, and leaves nothing behind', async ({ seat, api, look }) => {
  const { page, person } = await seat(await api.signUp('Ana Sousa'));
  const workspace = await api.createWorkspace(person, 'Expedition');
  await page.goto(`/w/${workspace}`);
  await page.getByRole('button', { name: 'Import…' }).click();
  await dialog(page)
    .getByLabel('Choose files…')
    .setInputFiles({ name: 'notes.zip', mimeType: 'application/zip', buffer: Buffer.from('PK, and then nothing') });
  await expect(dialog(page).getByRole('alert')).toContainText('It is no zip file, or a damaged one.');
  await expect(dialog(page).getByRole('alert')).toContainText('Nothing of it was kept.');
  await look(page, 'import-refused');
  expect(await api.documents(person, workspace)).toEqual([]);

  // It can be tried again at once, with something better.
  await dialog(page)
    .getByLabel('Choose files…')
    .setInputFiles({
      name: 'page.html',
      mimeType: 'text/html',
      buffer: Buffer.from('<title>Page</title><p>Words</p>'),
    });
  await expect(dialog(page)).toContainText('1 document is here now.');
  expect((await api.documents(person, workspace)).map(({ title }) => title)).toEqual(['Page']);
});

test('the files beside a text are listed, saved and deleted', async ({ seat, api, look }) => {
  const { page, person } = await seat(await api.signUp('Ana Sousa'));
  const workspace = await api.createWorkspace(person, 'Expedition');
  const document = await api.createDocument(person, workspace, 'Plan', 'Nothing yet.\n');
  const picture = await api.attach(person, document, 'dot.png', 'image/png', PICTURE);
  await api.attach(person, document, 'figures.csv', 'text/csv', Buffer.from('a,b\n1,2\n'));
  await openDocument(page, document);
  await chooseMode(page, 'Edit');
  await page.getByRole('button', { name: 'Document menu' }).click();
  await page.getByRole('menuitem', { name: 'Files' }).click();
  const files = page.getByRole('complementary', { name: 'Files' });
  await expect(files.getByRole('listitem')).toHaveCount(2);
  const small = files.getByRole('listitem').last().locator('img');
  await expect(small).toBeVisible();
  await expect.poll(() => small.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
  await expect(files.getByRole('listitem').first()).toContainText('figures.csv8 bytes · now · not in the text');
  await editor(page).click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.insertText(`![Dot](${picture})`);
  await expect(files.getByRole('listitem').last()).not.toContainText('not in the text');
  await look(page, 'attachments');

  const saved = page.waitForEvent('download');
  await files.getByRole('button', { name: 'Save figures.csv on this device' }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe('figures.csv');
  expect(readFileSync(await download.path(), 'utf8')).toBe('a,b\n1,2\n');

  await files.getByRole('button', { name: 'Delete figures.csv' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(files.getByRole('listitem')).toHaveCount(1);
  await files.getByRole('button', { name: 'Delete dot.png' }).click();
  await expect(page.getByRole('dialog')).toContainText('The text names it');
});

test('an agent gets a token once, works, is paused and let go on, and is revoked', async ({
  seat,
  api,
  server,
  look,
}) => {
  const { page, person } = await seat(await api.signUp('Ana Sousa'));
  await api.createWorkspace(person, 'Expedition');
  await page.goto('/settings/agents');
  await expect(page.getByText('No agent works for you.')).toBeVisible();
  await page.getByLabel('Name of the agent').fill('Proofreader');
  await page.getByRole('checkbox', { name: 'write' }).check();
  await page.getByRole('button', { name: 'Add an agent' }).click();
  const token = (await page.getByText(/^mdr_pat_/).textContent()) ?? '';
  const agents = page.getByRole('list', { name: 'Agents' });
  await expect(agents).toContainText('read, write · never used');
  await look(page, 'agents-made');

  const work = () => fetch(`${server.url}/mcp`, initialize(token)).then(({ status }) => status);
  expect(await work()).toBe(200);
  await page.reload();
  await expect(agents).toContainText('last active');
  await expect(page.getByText(/^mdr_pat_/)).toHaveCount(0);

  await agents.getByRole('button', { name: 'Pause Proofreader' }).click();
  await expect(agents.getByText('Paused')).toBeVisible();
  expect(await work()).toBe(401);
  await look(page, 'agents-paused');
  await agents.getByRole('button', { name: 'Let Proofreader go on' }).click();
  await expect(agents.getByText('Paused')).toHaveCount(0);
  expect(await work()).toBe(200);

  await agents.getByRole('button', { name: 'Revoke Proofreader' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText('No agent works for you.')).toBeVisible();
  expect(await work()).toBe(401);
  // Programs have a list of their own.
  await page.goto('/settings/tokens');
  await expect(page.getByRole('heading', { name: 'Access tokens' })).toBeVisible();
});

test('an owner sees the agents that reach the workspace, and pauses one there', async ({ seat, api, server, look }) => {
  const { page, person } = await seat(await api.signUp('Ana Sousa'));
  const ben = await api.signUp('Ben Okri');
  const workspace = await api.createWorkspace(person, 'Expedition');
  await api.addMember(person, workspace, ben, 'editor');
  const document = await api.createDocument(person, workspace, 'Plan', 'The tent is red.\n');
  const token = await api.addAgent(ben, 'Scribe');
  const read = async () => (await callAgent(server.url, token, 'read', { document })).includes('The tent');
  expect(await read()).toBe(true);

  await page.goto(`/w/${workspace}/settings`);
  const agents = page.getByRole('list', { name: 'Agents and access tokens' });
  await expect(agents).toContainText('Scribe, an agent of Ben Okri');
  await expect(agents).toContainText('last active');
  await agents.getByRole('button', { name: 'Pause Scribe' }).click();
  await expect(agents.getByText('Paused here')).toBeVisible();
  expect(await read()).toBe(false);
  await agents.scrollIntoViewIfNeeded();
  await look(page, 'workspace-agents');
  const { page: phone } = await seat(person, { colorScheme: 'dark', viewport: { width: 390, height: 844 } });
  await phone.goto(`/w/${workspace}/settings`);
  await phone.getByRole('list', { name: 'Agents and access tokens' }).scrollIntoViewIfNeeded();
  await look(phone, 'workspace-agents-phone-dark');
  await agents.getByRole('button', { name: 'Let Scribe go on' }).click();
  await expect(agents.getByText('Paused here')).toHaveCount(0);
  expect(await read()).toBe(true);
});

function initialize(token: string): RequestInit {
  const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } };
  return {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params }),
  };
}
