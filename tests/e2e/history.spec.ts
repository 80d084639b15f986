import AxeBuilder from '@axe-core/playwright';
import { chooseMode, editor, expectSaved, expectText, openDocument, useTool } from './editor';
import { expect, test } from './test';

test('a version is named, compared, and restored as a new edit; and each part says who wrote it', async ({
  seat,
  api,
  look,
}) => {
  const ana = await seat(await api.signUp('Ana Sousa'));
  const ben = await api.signUp('Ben Okafor');
  const workspace = await api.createWorkspace(ana.person, 'Past');
  await api.addMember(ana.person, workspace, ben, 'editor');
  const document = await api.createDocument(ana.person, workspace, 'Plan', 'The tent is red.\n');
  const { page } = ana;
  await openDocument(page, document);
  await chooseMode(page, 'Edit');
  await page.getByRole('button', { name: 'History' }).click();
  const panel = page.getByRole('complementary', { name: 'History' });

  await panel.getByRole('textbox', { name: 'Name the text as it is now' }).fill('First draft');
  await panel.getByRole('button', { name: 'Name', exact: true }).click();
  await expect(panel.getByRole('button', { name: /First draft/ })).toBeVisible();
  await editor(page).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText('The tent is blue and large.\n');
  await expectSaved(page);
  await panel.getByRole('textbox', { name: 'Name the text as it is now' }).fill('Second draft');
  await panel.getByRole('button', { name: 'Name', exact: true }).click();
  await panel.getByRole('button', { name: /Second draft/ }).click();

  const past = page.getByRole('region', { name: 'Version', exact: true });
  await expect(past.locator('ins').first()).toBeVisible();
  await expect(past.locator('del').first()).toBeVisible();
  await look(page, 'history');
  const text = past.getByRole('region', { name: 'Text of the version' });
  await expect(text.locator('p')).toHaveText('The tent is redblue and large.');
  await past.getByRole('checkbox', { name: 'As source' }).check();
  await expect(text.locator('p')).toHaveCount(0);
  await look(page, 'history-source');
  await past.getByRole('checkbox', { name: 'As source' }).uncheck();
  await past.getByRole('slider', { name: 'Time' }).press('ArrowLeft');
  await expect(past.getByRole('heading', { name: 'First draft' })).toBeVisible();
  await past.getByRole('button', { name: 'Restore' }).click();
  await expectText(page, 'The tent is red.\n');
  await expectSaved(page);
  expect(await api.content(ana.person, document)).toBe('The tent is red.\n');

  await panel.getByRole('button', { name: 'Who wrote this' }).click();
  const authors = page.getByRole('region', { name: 'Who wrote this' });
  await expect(authors.getByRole('listitem').first()).toHaveText('Ana Sousa');
  await look(page, 'authors');
  await authors.getByRole('button', { name: 'Back to the text' }).click();
  await expect(editor(page)).toBeVisible();
});

test('above the time stands who wrote when, and what was named or commented on', async ({ seat, api, look }) => {
  const ana = await api.signUp('Ana Sousa');
  const ben = await api.signUp('Ben Okafor');
  const workspace = await api.createWorkspace(ana, 'Past');
  await api.addMember(ana, workspace, ben, 'editor');
  const document = await api.createDocument(ana, workspace, 'Plan', 'The tent is red.\n');
  await api.nameVersion(ana, document, 'First draft');
  await api.comment(ana, document, { start: 4, end: 8, quote: 'tent' }, 'Which one?');
  const versions = [
    [ben, 'The tent is blue.\n', 'Ben’s'],
    [ana, 'The tent is blue and large.\n', 'Ana’s'],
    [ben, 'The tent is blue and large, the lamp small.\n', 'Ben’s second'],
  ] as const;
  for (const [by, text, name] of versions) {
    await api.write(by, document, text);
    await api.nameVersion(by, document, name);
  }
  // Who has left is still who wrote.
  await api.removeMember(ana, workspace, ben);

  for (const [name, options] of [
    ['lanes', {}],
    ['lanes-dark', { colorScheme: 'dark' }],
    ['lanes-phone', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }],
  ] as const) {
    const { page } = await seat(ana, options);
    await openDocument(page, document);
    await useTool(page, 'History');
    await page.getByRole('button', { name: /Ben’s second/ }).click();
    const past = page.getByRole('region', { name: 'Version', exact: true });
    const title = (text: string) => past.getByRole('heading', { name: text, exact: true });
    const lanes = past.getByRole('list', { name: 'Who wrote when' });
    await expect(lanes.getByRole('listitem')).toHaveText(['Ana Sousa', 'Ben Okafor']);
    const slider = past.getByRole('slider', { name: 'Time' });
    await expect(slider).toHaveAttribute('aria-valuetext', /Ben’s second, .*Ben Okafor/);
    await look(page, name);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);

    await lanes.getByRole('button', { name: /^Ana Sousa wrote in 2 of 4 versions/ }).click();
    await expect(title('First draft')).toBeVisible();
    await expect(slider).toHaveAttribute('aria-valuetext', /1 comment/);
    await lanes.getByRole('button', { name: /^Ben Okafor wrote in 2 of 4 versions/ }).press('Enter');
    await expect(title('Ben’s')).toBeVisible();
    await slider.press('ArrowRight');
    await expect(title('Ana’s')).toBeVisible();
    await past.getByRole('button', { name: 'Next named or commented version' }).click();
    await expect(title('Ben’s second')).toBeVisible();
    await past.getByRole('button', { name: 'Next named or commented version' }).click();
    await expect(title('First draft')).toBeVisible();

    if (name === 'lanes-phone') {
      const wide = await page.evaluate(() => window.document.documentElement.scrollWidth);
      expect(wide).toBeLessThanOrEqual(390);
      await past.getByRole('button', { name: 'All versions' }).click();
      await page.getByRole('button', { name: 'Who wrote this' }).click();
      await expect(page.getByRole('region', { name: 'Who wrote this' })).toBeVisible();
      await look(page, 'authors-phone');
      await page.getByRole('button', { name: 'All versions' }).click();
      await page.getByRole('button', { name: 'Close History' }).click();
      await expect(editor(page)).toBeVisible();
    }
    await page.close();
  }
});
