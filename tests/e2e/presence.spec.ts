import type { Page } from '@playwright/test';
import type { Api, Person } from './api';
import { editor, expectSaved, expectText, faces, openDocument } from './editor';
import { expect, test } from './test';

const TEXT = '# Tents\n\nThe tent is red.\n\n# Food\n\nBread and cheese.\n';

async function ours(api: Api): Promise<{ people: [Person, Person, Person]; document: string }> {
  const people: [Person, Person, Person] = [
    await api.signUp('Ana Sousa'),
    await api.signUp('Ben Okafor'),
    await api.signUp('Cleo Adams'),
  ];
  const workspace = await api.createWorkspace(people[0], 'Field notes of the northern stations');
  for (const other of people.slice(1)) await api.addMember(people[0], workspace, other, 'editor');
  return { people, document: await api.createDocument(people[0], workspace, 'Winter expedition', TEXT) };
}

/** As if another tab had come in front, or this one were back. */
const putAway = (page: Page, state: 'hidden' | 'visible') =>
  page.evaluate((wanted) => {
    Object.defineProperty(document, 'visibilityState', { value: wanted, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);

test('who is away is shown as such, and what changed meanwhile is told on asking', async ({ seat, api, look }) => {
  const { people, document } = await ours(api);
  const ana = (await seat(people[0])).page;
  const ben = (await seat(people[1])).page;
  await openDocument(ana, document);
  await openDocument(ben, document);
  await expect(faces(ana)).toHaveCount(2);
  await expect(faces(ana).nth(1)).toHaveAttribute('data-away', 'false');

  await putAway(ben, 'hidden');
  await expect(faces(ana).nth(1)).toHaveAttribute('data-away', 'true');
  await expect(ana.getByRole('button', { name: 'Follow Ben Okafor (away)' })).toBeVisible();
  await look(ana, 'away');

  await editor(ana).getByText('The tent is red.').click();
  await ana.keyboard.press('End');
  await ana.keyboard.type(' It stands in the north.');
  await editor(ana).getByText('Bread and cheese.').click();
  await ana.keyboard.press('End');
  for (let letter = 0; letter < ' and cheese.'.length; letter++) await ana.keyboard.press('Backspace');
  await expectSaved(ana);
  await putAway(ben, 'visible');
  await expect(faces(ana).nth(1)).toHaveAttribute('data-away', 'false');

  await editor(ben).click();
  await ben.keyboard.press('Control+Alt+w');
  const dialog = ben.getByRole('dialog', { name: 'What changed since you were here' });
  await expect(dialog.getByRole('status')).toHaveText('2 places: 5 words added, 12 characters removed');
  await expect(dialog.getByRole('listitem').nth(0)).toContainText('Tents');
  await expect(dialog.getByRole('listitem').nth(0)).toContainText('It stands in the north.');
  await look(ben, 'what-changed');
  await dialog.getByRole('button', { name: 'Food' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(editor(ben)).toBeFocused();

  await ben.getByRole('button', { name: 'Document menu' }).click();
  await ben.getByRole('menuitem', { name: 'What changed since I was here?' }).click();
  await expect(dialog).toContainText('Nobody has changed anything.');
});

test('what others wrote while the document was closed is told after opening it again', async ({ seat, api }) => {
  const { people, document } = await ours(api);
  const ben = (await seat(people[1])).page;
  await openDocument(ben, document);
  await expectText(ben, TEXT);
  await ben.goto('about:blank');
  const ana = (await seat(people[0])).page;
  await openDocument(ana, document);
  await editor(ana).getByText('The tent is red.').click();
  await ana.keyboard.press('End');
  await ana.keyboard.type(' Green, too.');
  await expectSaved(ana);
  await openDocument(ben, document);
  await ben.keyboard.press('Control+Alt+w');
  await expect(ben.getByRole('dialog')).toContainText('Green, too.');
});

test('edits near the cursor are read out to those who asked for it', async ({ seat, api, look }) => {
  const { people, document } = await ours(api);
  const ana = (await seat(people[0])).page;
  const ben = (await seat(people[1])).page;
  await ben.goto('/settings/profile');
  await ben.getByRole('checkbox', { name: 'Announce edits near me' }).check();
  await look(ben, 'settings-announce');
  await openDocument(ben, document);
  await editor(ben).getByText('The tent is red.').click();
  await openDocument(ana, document);
  await editor(ana).getByText('The tent is red.').click();
  await ana.keyboard.press('End');
  await ana.keyboard.type(' And wet.');
  await expect(ben.getByRole('status').filter({ hasText: 'Line 3 is now: The tent is red. And wet.' })).toHaveCount(1, {
    timeout: 60_000,
  });
});

for (const locale of ['en-GB', 'de-DE'])
  test(`the document’s bar is one line on a small laptop with three people in it (${locale})`, async ({
    seat,
    api,
    look,
  }) => {
    const { people, document } = await ours(api);
    const pages = [];
    for (const person of people) pages.push((await seat(person, { locale })).page);
    for (const page of pages) await openDocument(page, document).catch(() => undefined);
    const [ana] = pages;
    if (ana === undefined) throw new Error('Nobody came.');
    await expect(ana.locator('header ul li')).toHaveCount(3);
    await look(ana, `bar-${locale}`);
    expect((await ana.getByRole('banner').boundingBox())?.height).toBeLessThan(60);
  });
