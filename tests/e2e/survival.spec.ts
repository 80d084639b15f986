import type { Page } from '@playwright/test';
import { editor, expectSaved, openDocument, saveState, shownText } from './editor';
import { expect, test } from './test';

const ROUNDS = process.env['MDREADER_LONG'] === undefined ? 3 : 20;

test('a server killed while two people type loses nothing that was shown as saved', async ({ seat, api, server }) => {
  test.setTimeout(60_000 + ROUNDS * 60_000);
  // Tall enough that the editor shows the whole text.
  const tall = { viewport: { width: 1280, height: 6000 } };
  const ana = await seat(await api.signUp('Ana'), tall);
  const ben = await seat(await api.signUp('Ben'), tall);
  const workspace = await api.createWorkspace(ana.person, 'Shared');
  await api.addMember(ana.person, workspace, ben.person, 'editor');
  const pages = [ana.page, ben.page];

  for (let round = 1; round <= ROUNDS; round++) {
    await test.step(`round ${round}`, async () => {
      const document = await api.createDocument(ana.person, workspace, `Survival ${round}`);
      for (const page of pages) {
        await openDocument(page, document);
        await noteWhatIsShownAsSaved(page);
        await editor(page).click();
      }
      const gone = new AbortController();
      const typing = Promise.all([typeWords(ana.page, 'a', gone.signal), typeWords(ben.page, 'b', gone.signal)]);
      // Each round strikes a little later, and always into the typing of both.
      for (const page of pages)
        await expect.poll(async () => (await savedSoFar(page)).length).toBeGreaterThanOrEqual(1 + (round % 3));
      await server.kill();
      gone.abort();
      const typed = (await typing).flat();
      for (const page of pages) await expect(saveState(page)).toHaveText(/^Offline – \d+ changes? on this device$/);

      // Held back from the server, so that what it has is its own and not sent again by them.
      for (const page of pages) await page.context().setOffline(true);
      await server.start();
      const kept = words(await api.content(ana.person, document));
      for (const page of pages) {
        const saved = await savedSoFar(page);
        expect(saved.length).toBeGreaterThan(0);
        expect(kept, 'what was shown as saved').toEqual(expect.arrayContaining(saved.flatMap(words)));
      }

      for (const page of pages) await page.context().setOffline(false);
      for (const page of pages) await expectSaved(page);
      for (const page of pages)
        await expect.poll(async () => words(await shownText(page)).sort(), 'every word once').toEqual(typed.sort());
      expect(await shownText(ana.page)).toBe(await shownText(ben.page));
      expect(await api.content(ana.person, document)).toBe(await shownText(ana.page));
    });
  }
});

test('both come back by themselves when the server is back', async ({ seat, api, server }) => {
  const ana = await seat(await api.signUp('Ana'));
  const document = await api.createDocument(ana.person, await api.createWorkspace(ana.person, 'Mine'), 'Back');
  await openDocument(ana.page, document);
  await editor(ana.page).click();
  await server.kill();
  await ana.page.keyboard.type('typed without a server');
  await expect(saveState(ana.page)).toHaveText('Offline – 22 changes on this device');
  await server.start();
  await expectSaved(ana.page);
  expect(await api.content(ana.person, document)).toBe('typed without a server');
});

test('a tab that dies without a server keeps what was typed on this device', async ({ seat, api, server }) => {
  const ana = await seat(await api.signUp('Ana'));
  const document = await api.createDocument(ana.person, await api.createWorkspace(ana.person, 'Mine'), 'Tab');
  await openDocument(ana.page, document);
  await editor(ana.page).click();
  await server.kill();
  await ana.page.keyboard.type('only here');
  await expect(saveState(ana.page)).toHaveText('Offline – 9 changes on this device');
  await ana.page.goto('about:blank');
  await server.start();
  expect(await api.content(ana.person, document)).toBe('');
  await openDocument(ana.page, document);
  await expect.poll(() => shownText(ana.page)).toBe('only here');
  await expectSaved(ana.page);
  expect(await api.content(ana.person, document)).toBe('only here');
});

const BURST = 5;
const MOST_WORDS = 100;

/**
 * Types in bursts with pauses in between, as people write: in a pause the word "Saved" may appear. Goes on until the
 * server is gone, and then for one burst more; gives what was typed.
 */
async function typeWords(page: Page, who: string, gone: AbortSignal): Promise<string[]> {
  const typed: string[] = [];
  const burst = async () => {
    for (let n = 0; n < BURST; n++) {
      const word = `${who}${typed.length}`;
      // One keystroke a word, so that words of two people never run into each other.
      await page.keyboard.insertText(`${word}\n`);
      typed.push(word);
    }
  };
  while (!gone.aborted && typed.length < MOST_WORDS) {
    await burst();
    await expect(saveState(page)).toHaveAttribute('data-save', /saved|offline/);
  }
  if (!gone.aborted) await new Promise((resolve) => gone.addEventListener('abort', resolve, { once: true }));
  await burst();
  return typed;
}

const words = (text: string) => text.split(/\s+/).filter((word) => word !== '');

interface Noting {
  shownAsSaved: string[];
}

/** From now on the page keeps the text of each moment at which the word "Saved" appeared. */
async function noteWhatIsShownAsSaved(page: Page): Promise<void> {
  await page.evaluate(() => {
    const noting = window as unknown as Noting;
    noting.shownAsSaved = [];
    const badge = document.querySelector('[data-save]');
    if (badge === null) throw new Error('The page shows no save state.');
    new MutationObserver(() => {
      if (badge.getAttribute('data-save') !== 'saved') return;
      noting.shownAsSaved.push([...document.querySelectorAll('.cm-line')].map((line) => line.textContent).join('\n'));
    }).observe(badge, { attributeFilter: ['data-save'] });
  });
}

const savedSoFar = (page: Page) => page.evaluate(() => (window as unknown as Noting).shownAsSaved);
