import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { editor, expectSaved, expectText, kept, openDocument, saveState } from './editor';
import { expect, KEEPING, test } from './test';

async function typeAtEnd(page: Page, words: string): Promise<void> {
  await editor(page).click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type(words);
}

async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);
}

test('a server that is slow is told of while it lasts, also to those who hear it', async ({ seat, api, look }) => {
  const { page, person } = await seat(await api.signUp('Ana'));
  const document = await api.createDocument(person, await api.createWorkspace(person, 'Mine'), 'Plan', '');
  const waiting: (() => void)[] = [];
  let holds = false;
  await page.routeWebSocket(/\/collab\//, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => {
      if (holds) waiting.push(() => server.send(message));
      else server.send(message);
    });
  });
  await openDocument(page, document);
  holds = true;
  await typeAtEnd(page, 'slowly');
  await expect(saveState(page)).toHaveText(/^Still saving… \(\d+ s\)$/);
  await expect(page.getByRole('status').filter({ hasText: 'Saving takes longer than usual' })).toHaveCount(1);
  await look(page, 'state-slow');
  await expectNoViolations(page);
  holds = false;
  for (const send of waiting) send();
  await expectSaved(page);
  await expect.poll(() => api.content(person, document)).toBe('slowly');
});

test('text that neither the device nor the server keeps is to be taken along, and nobody leaves it by mistake', async ({
  seat,
  api,
  look,
}) => {
  const { page, person } = await seat(await api.signUp('Ana'));
  const document = await api.createDocument(person, await api.createWorkspace(person, 'Mine'), 'Plan', '');
  await page.addInitScript(() => {
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = function (name, version) {
      if (!name.startsWith('mdreader/')) return open.call(this, name, version);
      // There is a later version, so that to ask for the first one fails as a full disk does: a moment later.
      open.call(this, 'full', 2);
      return open.call(this, 'full', 1);
    };
  });
  await openDocument(page, document);
  await page.context().setOffline(true);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await typeAtEnd(page, 'nowhere yet');
  await expect(saveState(page)).toHaveAttribute('data-save', 'local-fail');
  const banner = page.getByRole('alert').filter({ hasText: 'Not saved' });
  await look(page, 'state-local-fail');
  await expectNoViolations(page);

  await banner.getByRole('button', { name: 'Copy my text' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('nowhere yet');
  const downloading = page.waitForEvent('download');
  await banner.getByRole('button', { name: 'Download' }).click();
  expect((await (await (await downloading).createReadStream()).toArray()).join('')).toBe('nowhere yet');

  const asked = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  expect((await asked).type()).toBe('beforeunload');

  await page.context().setOffline(false);
  await expectSaved(page);
  await expect(banner).toHaveCount(0);
  expect(await api.content(person, document)).toBe('nowhere yet');
});

test('after a backup was restored, what was typed since then is offered and never mixed in', async ({
  seat,
  api,
  server,
  look,
}) => {
  const { page, person } = await seat(await api.signUp('Ana'));
  const document = await api.createDocument(person, await api.createWorkspace(person, 'Mine'), 'Plan', 'kept');
  await openDocument(page, document);
  const backup = await server.backUp();
  await typeAtEnd(page, ', saved later');
  await expectSaved(page);
  await server.kill();
  await typeAtEnd(page, ', and never sent');
  await expect(saveState(page)).toHaveText('Offline – 16 changes on this device');

  await server.restore(backup);
  const leftover = page.getByRole('alert').filter({ hasText: 'The document was replaced on the server.' });
  await expect(leftover).toContainText('16 changes made here before');
  await expectSaved(page);
  await expectText(page, 'kept');
  await look(page, 'state-epoch');
  await expectNoViolations(page);
  await typeAtEnd(page, ' and goes on');
  await expectSaved(page);
  expect(await api.content(person, document)).toBe('kept and goes on');

  await page.reload();
  await expect(leftover).toBeVisible();
  await leftover.getByRole('button', { name: 'Discard' }).click();
  await expect(leftover).toHaveCount(0);
  await page.reload();
  await expectText(page, 'kept and goes on');
  await expect(leftover).toHaveCount(0);
});

test('what one tab couldn’t send before it was closed, another tab of the document sends', async ({ seat, api }) => {
  const { page, person } = await seat(await api.signUp('Ana'), KEEPING);
  const document = await api.createDocument(person, await api.createWorkspace(person, 'Mine'), 'Plan', '');
  await openDocument(page, document);
  await kept(page);
  const second = await page.context().newPage();
  await openDocument(second, document);
  await typeAtEnd(page, 'one ');
  await expectText(second, 'one ');

  await page.context().setOffline(true);
  await page.reload();
  await second.reload();
  await typeAtEnd(page, 'first');
  await expect(saveState(page)).toHaveText(/^Offline – \d changes on this device$/);
  await expectText(second, 'one first');
  await page.close();
  await expect(saveState(second)).toHaveText(/^Offline – \d changes on this device$/);
  await second.context().setOffline(false);
  await expectSaved(second);
  expect(await api.content(person, document)).toBe('one first');
});
