import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { Api } from './api';
import { chooseMode, editor, expectSaved, expectText, openDocument, preview } from './editor';
import { expect, test } from './test';

const offered = (page: Page) => page.getByRole('listbox').getByRole('option');

async function two(api: Api, text: string) {
  const ana = await api.signUp('Ana Sousa');
  const ben = await api.signUp('Ben Okafor');
  const workspace = await api.createWorkspace(ana, 'Expedition');
  await api.addMember(ana, workspace, ben, 'editor');
  return { ana, ben, document: await api.createDocument(ana, workspace, 'Plan', text) };
}

for (const colorScheme of ['light', 'dark'] as const)
  test(`a text names people, by keyboard alone (${colorScheme})`, async ({ seat, api, look }) => {
    const { ana, ben, document } = await two(api, '# Plan\n\n');
    const { page } = await seat(ana, { colorScheme });
    const named = `@[Ben Okafor](${ben.id})`;
    await openDocument(page, document);
    await chooseMode(page, 'Edit');
    await editor(page).focus();
    await page.keyboard.press('ControlOrMeta+End');

    await test.step('with "@" and the first letters', async () => {
      await page.keyboard.type('Ask me@be');
      await page.keyboard.press('Enter');
      await page.keyboard.type('or @');
      await expect(offered(page)).toHaveCount(0);
      await page.keyboard.type('be');
      await expect(offered(page)).toHaveText([/Ben Okafor.*@example\.org/]);
      await expect(editor(page)).toHaveAttribute('aria-activedescendant', /./);
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
      await look(page, `mention-offered-${colorScheme}`);
      await page.keyboard.press('Enter');
      await page.keyboard.type('first.');
      await expectText(page, `# Plan\n\nAsk me@be\nor ${named} first.`);
      await look(page, `mention-edit-${colorScheme}`);
    });

    await test.step('with "/"', async () => {
      await page.keyboard.press('Enter');
      await page.keyboard.type('/ment');
      await expect(offered(page)).toHaveText([/^Mention/]);
      await page.keyboard.press('Enter');
      await expect(offered(page)).toHaveText([/Ben Okafor/]);
      await page.keyboard.press('Tab');
      await expectText(page, `# Plan\n\nAsk me@be\nor ${named} first.\n${named} `);
      await expectSaved(page);
      expect(await api.content(ana, document)).toBe(`# Plan\n\nAsk me@be\nor ${named} first.\n${named} `);
    });

    await test.step('one step takes it out again', async () => {
      await page.keyboard.press('ControlOrMeta+z');
      await expect(editor(page).locator('.cm-line').last()).not.toContainText(ben.id);
      await page.keyboard.press('ControlOrMeta+y');
      await expect(editor(page).locator('.cm-line').last()).toHaveText(named);
    });

    await test.step('in Live it is the name, until the cursor comes there', async () => {
      await chooseMode(page, 'Live');
      const chip = editor(page).locator('.mdr-live-mention').first();
      await expect(chip).toHaveText('@Ben Okafor');
      await look(page, `mention-live-${colorScheme}`);
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
      await chip.click({ modifiers: ['ControlOrMeta'] });
      await expect(page).toHaveURL(new RegExp(`/d/${document}`));
      await expect(editor(page)).toContainText(`or ${named} first.`);
    });

    await test.step('in View too, and it leads nowhere', async () => {
      await chooseMode(page, 'View');
      await expect(preview(page).locator('.mention')).toHaveText(['@Ben Okafor', '@Ben Okafor']);
      await expect(preview(page).getByRole('link')).toHaveCount(0);
      await look(page, `mention-view-${colorScheme}`);
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    });
  });

test('who can’t open the document comes last, and can be let in', async ({ seat, api, look }) => {
  const { ana, document } = await two(api, '');
  const cleo = await api.signUp('Bea Adams');
  await api.addMember(ana, await api.createWorkspace(ana, 'Walkers'), cleo, 'editor');
  const { page } = await seat(ana);
  await openDocument(page, document);
  await chooseMode(page, 'Edit');
  await editor(page).focus();
  await page.keyboard.type('@be');
  await expect(offered(page)).toHaveText([/Ben Okafor/, /Bea Adams.*can’t open this document/]);
  await page.keyboard.press('ArrowDown');
  await look(page, 'mention-outsider');
  await page.keyboard.press('Enter');
  await expectText(page, `@[Bea Adams](${cleo.id}) `);
  const said = page.getByText('Bea Adams can’t open this document and isn’t told until somebody lets them in.');
  await expect(said).toBeVisible();
  await look(page, 'mention-outsider-told');
  await page.getByRole('dialog').filter({ has: said }).getByRole('button', { name: 'Share' }).click();
  await expect(page.getByRole('dialog', { name: /^Share/ })).toBeVisible();
});

test('what others write beside a mention leaves it whole, and a copy of it mentions too', async ({ seat, api }) => {
  const { ana, ben, document } = await two(api, '');
  const [{ page }, { page: other }] = [await seat(ana), await seat(ben)];
  for (const one of [page, other]) {
    await openDocument(one, document);
    await chooseMode(one, 'Live');
    await editor(one).focus();
  }
  await page.keyboard.type('@be');
  await expect(offered(page)).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expectSaved(page);
  await expect(editor(other)).toContainText('Okafor');
  await other.keyboard.press('ControlOrMeta+Home');
  await other.keyboard.type('To ');
  await expectSaved(other);
  const named = `@[Ben Okafor](${ben.id}) `;
  await expect.poll(() => api.content(ana, document)).toBe(`To ${named}`);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('ControlOrMeta+c');
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.press('ControlOrMeta+v');
  await expectSaved(page);
  expect(await api.content(ana, document)).toBe(`To ${named}To ${named}`);
  await expect(editor(page).locator('.mdr-live-mention')).toHaveText(['@Ben Okafor', '@Ben Okafor']);
});

test('without a network, and without an account, the sign is what was typed', async ({ seat, stranger, api }) => {
  const { ana, document } = await two(api, '');
  const { page } = await seat(ana);
  await openDocument(page, document);
  await chooseMode(page, 'Edit');
  await editor(page).focus();
  await page.context().setOffline(true);
  await page.keyboard.type('/ment');
  await expect(offered(page)).toHaveText([/^Mention/]);
  await page.keyboard.press('Enter');
  await page.keyboard.type('be');
  await page.keyboard.press('Enter');
  await page.keyboard.type('/ta');
  // What was asked in vain stands in nobody's way.
  await expect(offered(page).first()).toHaveText(/^Ta/);
  await page.keyboard.press('Escape');
  await expectText(page, '@be\n/ta');
  await page.context().setOffline(false);

  const outside = await stranger();
  await outside.goto('/');
  await chooseMode(outside, 'Both');
  await editor(outside).click();
  await outside.keyboard.type('/');
  await expect(offered(outside).first()).toBeVisible();
  await expect(offered(outside).filter({ hasText: 'Mention' })).toHaveCount(0);
  await outside.keyboard.press('Backspace');
  await outside.keyboard.insertText(`@[Ben Okafor](${ana.id}) `);
  await expect(preview(outside).locator('.mention')).toHaveText('@Ben Okafor');
  await expect(preview(outside).getByRole('link')).toHaveCount(0);
});

test('above a telephone’s keyboard there is a sign for people', async ({ seat, api, look }) => {
  const { ana, ben, document } = await two(api, 'Ask');
  const { page } = await seat(ana, { viewport: { width: 390, height: 844 }, hasTouch: true });
  await openDocument(page, document);
  await editor(page).tap();
  await page.keyboard.press('ControlOrMeta+End');
  const bar = page.getByRole('toolbar', { name: 'Format, for touch' });
  await bar.getByRole('button', { name: 'Mention somebody' }).tap();
  await expect(offered(page)).toHaveText([/Ben Okafor/]);
  await look(page, 'mention-phone');
  await offered(page).tap();
  await expectSaved(page);
  expect(await api.content(ana, document)).toBe(`Ask @[Ben Okafor](${ben.id}) `);
});

test('who is named finds it in the inbox, with the line, and comes to the document', async ({ seat, api, look }) => {
  const { ana, ben, document } = await two(api, '# Plan\n\n');
  const [{ page }, { page: other }] = [await seat(ana), await seat(ben)];
  await openDocument(page, document);
  await chooseMode(page, 'Edit');
  await editor(page).focus();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('Tents: @be');
  await expect(offered(page)).toHaveCount(1);
  await page.keyboard.press('Enter');
  await page.keyboard.type('buys them.');
  await expectSaved(page);

  await other.goto('/');
  await other.getByRole('link', { name: /^Inbox/ }).click();
  const told = other.getByRole('link', { name: /Ana Sousa mentioned you in Plan/ });
  await expect(told).toBeVisible({ timeout: 60_000 });
  await expect(other.getByText('Tents: @Ben Okafor buys them.')).toBeVisible();
  expect((await new AxeBuilder({ page: other }).analyze()).violations).toEqual([]);
  await look(other, 'mention-inbox');
  await told.click();
  await expect(other).toHaveURL(new RegExp(`/d/${document}`));
  await expect(other.getByText('@Ben Okafor').first()).toBeVisible();
});
