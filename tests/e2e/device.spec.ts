import type { Page } from '@playwright/test';
import { editor, expectSaved, expectText, openDocument } from './editor';
import { expect, test } from './test';

async function typeAtEnd(page: Page, words: string): Promise<void> {
  await editor(page).click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type(words);
}

test('a browser that clears its storage under an open document takes nothing of what is typed', async ({
  seat,
  api,
  server,
}) => {
  const { page, person } = await seat(await api.signUp('Ana'));
  const document = await api.createDocument(person, await api.createWorkspace(person, 'Mine'), 'Plan', '');
  await openDocument(page, document);
  await typeAtEnd(page, 'one ');
  await expectSaved(page);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Storage.clearDataForOrigin', { origin: server.url, storageTypes: 'indexeddb' });
  await typeAtEnd(page, 'two ');
  await typeAtEnd(page, 'three');
  await expectSaved(page);
  await expectText(page, 'one two three');
  expect(await api.content(person, document)).toBe('one two three');
});
