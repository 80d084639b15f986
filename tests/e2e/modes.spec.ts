import type { Page } from '@playwright/test';
import { chooseMode, editor, openDocument, preview } from './editor';
import { expect, test } from './test';

const PARAGRAPHS = Array.from({ length: 300 }, (_, n) => `Paragraph ${n}: ${'some words of it '.repeat(12)}`);

/** The number of the first paragraph that is in sight. */
async function firstInSight(page: Page, pane: 'editor' | 'preview'): Promise<number> {
  return page.evaluate((which) => {
    const scroller = document.querySelector(which === 'editor' ? '.cm-scroller' : '[aria-label="Rendered text"]');
    const top = scroller?.getBoundingClientRect().top ?? 0;
    const blocks = [...(scroller?.querySelectorAll(which === 'editor' ? '.cm-line' : '.mdr-block') ?? [])];
    const first = blocks.find(
      (block) => block.getBoundingClientRect().bottom > top + 4 && /Paragraph \d/.test(block.textContent ?? ''),
    );
    return Number(/Paragraph (\d+)/.exec(first?.textContent ?? '')?.[1] ?? -1);
  }, pane);
}

async function expectPlace(page: Page, pane: 'editor' | 'preview', paragraph: number): Promise<void> {
  await expect
    .poll(async () => Math.abs((await firstInSight(page, pane)) - paragraph), `${pane} near ${paragraph}`)
    .toBeLessThanOrEqual(2);
}

test('who changes the mode stays where they are in the text', async ({ seat, api, look }) => {
  const { page, person } = await seat(await api.signUp('Ana'));
  const workspace = await api.createWorkspace(person, 'Mine');
  const document = await api.createDocument(person, workspace, 'Long', PARAGRAPHS.join('\n\n'));
  await openDocument(page, document);
  await chooseMode(page, 'Live');
  await editor(page).hover();
  await page.mouse.wheel(0, 6_000);
  await expect.poll(() => firstInSight(page, 'editor')).toBeGreaterThan(20);
  const written = await firstInSight(page, 'editor');
  await chooseMode(page, 'View');
  await expectPlace(page, 'preview', written);
  await look(page, 'mode-view-of-the-middle');
  await preview(page).hover();
  await page.mouse.wheel(0, 5_000);
  await expect.poll(() => firstInSight(page, 'preview')).toBeGreaterThan(written + 20);
  const read = await firstInSight(page, 'preview');
  await chooseMode(page, 'Edit');
  await expectPlace(page, 'editor', read);
  await chooseMode(page, 'Both');
  await expectPlace(page, 'editor', read);
  await expectPlace(page, 'preview', read);
});

test('who changes the mode by a key goes on with the keyboard where they were', async ({ seat, api }) => {
  const { page, person } = await seat(await api.signUp('Ana'));
  const workspace = await api.createWorkspace(person, 'Mine');
  const document = await api.createDocument(person, workspace, 'Short', 'one\n\ntwo\n\nthree');
  await openDocument(page, document);
  await chooseMode(page, 'Edit');
  await editor(page).click();
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.press('End');
  await page.keyboard.press('Control+Alt+v');
  await expect(preview(page)).toBeFocused();
  await page.keyboard.press('Control+Alt+e');
  await expect(editor(page)).toBeFocused();
  await page.keyboard.insertText('!');
  await expect.poll(() => api.content(person, document)).toBe('one!\n\ntwo\n\nthree');
});
