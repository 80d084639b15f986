import type { Page } from '@playwright/test';
import type { Api, Person } from './api';
import { editor, expectText, openDocument, preview, saveState } from './editor';
import { expect, test, type Seat } from './test';

/** A document that Ana has and Ben may write. */
async function shared(api: Api, seat: (person: Person) => Promise<Seat>) {
  const ana = await api.signUp('Ana');
  const ben = await seat(await api.signUp('Ben'));
  const workspace = await api.createWorkspace(ana, 'Shared');
  await api.addMember(ana, workspace, ben.person, 'editor');
  const document = await api.createDocument(ana, workspace, 'Changing', 'kept\n');
  return { ana, ben, workspace, document };
}

/** What is typed reaches the device and never the server, until the tab is closed. */
async function typeUnsent({ page }: Seat, document: string, words: string): Promise<Page> {
  let held = false;
  await page.routeWebSocket(/\/collab\//, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => {
      if (!held) server.send(message);
    });
  });
  await openDocument(page, document);
  await editor(page).click();
  await page.keyboard.press('ControlOrMeta+End');
  held = true;
  await page.keyboard.insertText(words);
  await expect(saveState(page)).toHaveAttribute('data-save', /saving|slow/);
  const next = await page.context().newPage();
  await page.close();
  return next;
}

test('who may only read when they come back finds what they had typed, and in their drafts too', async ({
  seat,
  api,
  look,
}) => {
  const { ana, ben, workspace, document } = await shared(api, seat);
  const page = await typeUnsent(ben, document, 'on the train');
  await api.addMember(ana, workspace, ben.person, 'viewer');
  await openDocument(page, document);
  await expect(preview(page)).toHaveText('kept');
  const alert = page.getByRole('alert').filter({ hasText: 'could not be saved' });
  await expect(alert).toBeVisible();
  await look(page, 'unsent-as-reader');
  const downloading = page.waitForEvent('download');
  await alert.getByRole('button', { name: 'Download' }).click();
  const stream = await (await downloading).createReadStream();
  expect((await stream.toArray()).join('')).toBe('kept\non the train');

  await page.goto(`/w/${workspace}/drafts`);
  await expect(page.getByText('Changes not sent yet')).toBeVisible();
  await page.getByRole('button', { name: /Changing/ }).click();
  await look(page, 'unsent-in-drafts');
  await page.getByRole('menuitem', { name: 'Discard' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByText('Changes not sent yet')).toHaveCount(0);
  await openDocument(page, document);
  await expect(alert).toHaveCount(0);
});

test('whose access is taken finds what they had typed, in an open tab and in a new one', async ({
  seat,
  api,
  look,
}) => {
  const { ana, ben, workspace, document } = await shared(api, seat);
  const page = await typeUnsent(ben, document, 'on the train');
  // Opened again, the new tab would send it: its lines are cut as well.
  let cut = true;
  await page.routeWebSocket(/\/collab\//, (socket) => {
    if (cut) void socket.close({ code: 1013 });
    else socket.connectToServer();
  });
  await page.goto(`/d/${document}`);
  await expectText(page, 'kept\non the train');
  await api.removeMember(ana, workspace, ben.person);
  await expect(page.getByRole('heading', { name: 'You need access' })).toBeVisible();
  const alert = page.getByRole('alert').filter({ hasText: '1 change made here was never sent' });
  await expect(alert).toBeVisible();
  await look(page, 'unsent-and-gone');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'You need access' })).toBeVisible();
  await expect(alert).toBeVisible();
  await api.addMember(ana, workspace, ben.person, 'editor');
  cut = false;
  await page.reload();
  await expect.poll(() => api.content(ana, document)).toBe('kept\non the train');
  await expect(alert).toHaveCount(0);
});
