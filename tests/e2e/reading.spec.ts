import { chooseMode, editor, openDocument, preview } from './editor';
import { expect, test } from './test';

test('the browser finds in a long View, prints all of it and reads all of its headings out', async ({ seat, api }) => {
  const ana = await seat(await api.signUp('Ana Sousa'));
  const workspace = await api.createWorkspace(ana.person, 'Reading');
  const parts = Array.from(
    { length: 300 },
    (_, at) => `## Part ${at}\n\nA paragraph of part ${at}, with some words in it.`,
  );
  const document = await api.createDocument(ana.person, workspace, 'Long', `${parts.join('\n\n')}\n\nThe needle.\n`);
  const { page } = ana;
  await openDocument(page, document);
  await chooseMode(page, 'View');
  await expect(preview(page).getByRole('heading', { level: 2 })).toHaveCount(300);
  expect(await page.evaluate(() => (window as unknown as { find: (words: string) => boolean }).find('needle'))).toBe(
    true,
  );
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('navigation', { name: 'Workspace' })).toBeHidden();
  await expect(preview(page)).toContainText('The needle.');
  const pdf = (await page.pdf()).toString('latin1');
  expect([...pdf.matchAll(/\/Type\s*\/Page\b(?!s)/g)].length).toBeGreaterThan(10);
});

test('a link leads to its heading, and to another document, in the same tab', async ({ seat, api }) => {
  const ana = await seat(await api.signUp('Ana Sousa'));
  const workspace = await api.createWorkspace(ana.person, 'Reading');
  const other = await api.createDocument(ana.person, workspace, 'Other', 'The other one.\n');
  const filler = Array.from({ length: 80 }, (_, at) => `Line ${at}.`).join('\n\n');
  const text = `[To part 2](#part-2) and [there](/d/${other}).\n\n${filler}\n\n# Part 2\n\n${filler}\n`;
  const document = await api.createDocument(ana.person, workspace, 'Links', text);
  const { page } = ana;
  await openDocument(page, document);
  await chooseMode(page, 'View');
  await preview(page).getByRole('link', { name: 'To part 2' }).click();
  await expect(preview(page).getByRole('heading', { name: 'Part 2' })).toBeInViewport();
  expect(page.context().pages()).toHaveLength(1);
  await page.keyboard.press('Home');
  await page.evaluate(() => ((window as unknown as { same: boolean }).same = true));
  await preview(page).getByRole('link', { name: 'there' }).click();
  await expect(preview(page)).toContainText('The other one.');
  expect(
    await page.evaluate(() => (window as unknown as { same?: boolean }).same),
    'the page was not loaded anew',
  ).toBe(true);
  await page.goto(`/d/${document}#part-2`);
  await expect(preview(page).getByRole('heading', { name: 'Part 2' })).toBeInViewport();
});

test('names and the tree follow others', async ({ seat, api }) => {
  const ana = await seat(await api.signUp('Ana Sousa'));
  const ben = await seat(await api.signUp('Ben Okafor'));
  const workspace = await api.createWorkspace(ana.person, 'Reading');
  await api.addMember(ana.person, workspace, ben.person, 'editor');
  const document = await api.createDocument(ana.person, workspace, 'Plan', 'Here.\n');
  for (const { page } of [ana, ben]) await openDocument(page, document);
  const title = ana.page.getByRole('textbox', { name: 'Title' });
  await title.fill('Another plan');
  await title.press('Enter');
  await api.createDocument(ana.person, workspace, 'New one', '');
  const tree = ben.page.getByRole('navigation', { name: 'Workspace' });
  await expect(tree.getByText('Another plan')).toBeVisible();
  await expect(tree.getByText('New one')).toBeVisible();
  await expect(ben.page.getByRole('textbox', { name: 'Title' })).toHaveValue('Another plan');
  await ben.page.getByRole('textbox', { name: 'Title' }).fill('Ben’s plan');
  await ben.page.getByRole('textbox', { name: 'Title' }).press('Enter');
  await expect(title).toHaveValue('Ben’s plan');
});

test('the rail and the panel are as they were left, in the next document and after a reload', async ({ seat, api }) => {
  const ana = await seat(await api.signUp('Ana Sousa'));
  const workspace = await api.createWorkspace(ana.person, 'Reading');
  const document = await api.createDocument(ana.person, workspace, 'Plan', '# Here\n');
  const { page } = ana;
  await openDocument(page, document);
  await page.getByRole('button', { name: 'Outline', exact: true }).click();
  await page.keyboard.press('ControlOrMeta+.');
  await openDocument(page, await api.createDocument(ana.person, workspace, 'Other', '# There\n'));
  await expect(page.getByRole('complementary', { name: 'Outline' })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Workspace' })).toHaveCount(0);
  await expect(editor(page)).toBeVisible();
});

test('notes and contents lead there and back, and follow what is written', async ({ seat, api, look }) => {
  const ana = await seat(await api.signUp('Ana Sousa'));
  const workspace = await api.createWorkspace(ana.person, 'Reading');
  const filler = Array.from({ length: 60 }, (_, at) => `Line ${at}.`).join('\n\n');
  const text = `[toc]\n\n# Rivers\n\nIt is wide[^w], see [the map][m].\n\n## The Elbe\n\n${filler}\n\n[^w]: As *measured*.\n\n[m]: https://one.example/\n`;
  const document = await api.createDocument(ana.person, workspace, 'Notes', text);
  const { page } = ana;
  await openDocument(page, document);
  await chooseMode(page, 'View');
  const note = preview(page).getByText('measured');
  await expect(preview(page).getByRole('listitem').filter({ hasText: 'The Elbe' }).first()).toBeVisible();
  await look(page, 'reading-notes');
  await preview(page).getByRole('link', { name: 'Note 1', exact: true }).click();
  await expect(note).toBeInViewport();
  await look(page, 'reading-note');
  await preview(page).getByRole('link', { name: 'Back to note 1 in the text' }).click();
  await expect(preview(page).getByText('It is wide')).toBeInViewport();
  await preview(page).getByRole('link', { name: 'The Elbe' }).click();
  await expect(preview(page).getByRole('heading', { name: 'The Elbe' })).toBeInViewport();

  // What a block names elsewhere changes it, though its own words stay.
  await api.write(
    ana.person,
    document,
    text.replace('one.example', 'two.example').replace('## The Elbe', '## The Oder'),
  );
  await expect(preview(page).getByRole('link', { name: 'the map' })).toHaveAttribute('href', 'https://two.example/');
  await expect(preview(page).getByRole('link', { name: 'The Oder' })).toBeVisible();
  await chooseMode(page, 'Live');
  await look(page, 'live-notes');
  await expect(editor(page).locator('.mdr-live-note')).toHaveText('w');
});
