import { editor, expectSaved, expectText, faces, openDocument, shownText } from './editor';
import { stockClient, type StockClient } from './stockClient';
import { expect, test } from './test';

test('two stock y-websocket clients and a browser write one text', async ({ seat, api, server }) => {
  const ana = await seat(await api.signUp('Ana'));
  const bots = [await api.signUp('Bot one'), await api.signUp('Bot two')];
  const workspace = await api.createWorkspace(ana.person, 'Mixed');
  for (const bot of bots) await api.addMember(ana.person, workspace, bot, 'editor');
  const document = await api.createDocument(ana.person, workspace, 'Mixed', 'start\n');
  await openDocument(ana.page, document);
  const clients = bots.map(({ token }) => stockClient(server.url, token, document));

  try {
    for (const { synced } of clients) await synced;
    for (const { text } of clients) expect(text.toJSON()).toBe('start\n');

    await test.step('the browser sees who they are, by the server’s word', async () => {
      for (const { provider } of clients)
        provider.awareness.setLocalStateField('user', { id: 'forged', name: 'Forged' });
      await expect(faces(ana.page)).toContainText(['Ana (you)', 'Bot one', 'Bot two']);
    });

    await test.step('all three write at the same time', async () => {
      await editor(ana.page).click();
      await ana.page.keyboard.press('ControlOrMeta+End');
      await Promise.all([
        ana.page.keyboard.type('cccccccccccccccccccc', { delay: 10 }),
        ...clients.map((client, which) => writeLetters(client, 'ab'[which] ?? '', 20)),
      ]);
      await expect.poll(() => counts(clients[0])).toEqual({ a: 20, b: 20, c: 20 });
      await expect.poll(() => counts(clients[1])).toEqual({ a: 20, b: 20, c: 20 });
      const text = clients[0]?.text.toJSON() ?? '';
      expect(clients[1]?.text.toJSON()).toBe(text);
      await expectText(ana.page, text);
    });

    await test.step('a deletion reaches all', async () => {
      clients[0]?.text.delete(0, 'start\n'.length);
      await expect.poll(() => shownText(ana.page)).not.toContain('start');
      await expect.poll(() => clients[1]?.text.toJSON()).toBe(clients[0]?.text.toJSON());
    });

    await expectSaved(ana.page);
    expect(await api.content(ana.person, document)).toBe(await shownText(ana.page));
  } finally {
    for (const { close } of clients) close();
  }
});

/** One letter after another, each when the one before has left. */
async function writeLetters({ text }: StockClient, letter: string, times: number): Promise<void> {
  for (let n = 0; n < times; n++) {
    text.insert(text.length, letter);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function counts(client: StockClient | undefined): Record<string, number> {
  const letters = client?.text.toJSON().replace('start\n', '') ?? '';
  return Object.fromEntries(['a', 'b', 'c'].map((letter) => [letter, letters.split(letter).length - 1]));
}
