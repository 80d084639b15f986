import { chooseMode, editor, expectSaved, expectText, openDocument, preview, shownText } from './editor';
import { expect, test } from './test';

const TEXT = `# Field guide

Some **bold** and *quiet* words, \`code\` and [a link](https://example.org/plan).

## Tasks

- [ ] Pack the tent
- [x] Charge the lamp
- Water

> Calm and fast.

| Part | Share |
| --- | ---: |
| Room | 10 |

\`\`\`js
const answer = 42; // here
\`\`\`

Euler: $e^{i\\pi} + 1 = 0$

$$
\\int_0^1 x^2 dx
$$

> [!WARNING]
> Mind the gap.

\`\`\`mermaid
flowchart LR
  A[Start] --> B[End]
\`\`\`
`;

async function written(api: import('./api').Api, text: string) {
  const ana = await api.signUp('Ana');
  const workspace = await api.createWorkspace(ana, 'Writing');
  return { ana, workspace, document: await api.createDocument(ana, workspace, 'Guide', text) };
}

test('Live hides the marks where the cursor isn’t, and never changes the text', async ({ seat, api, look }) => {
  const { ana, document } = await written(api, TEXT);
  const { page } = await seat(ana);
  await openDocument(page, document);
  await chooseMode(page, 'Live');
  const heading = page.locator('.mdr-live-h1');
  await expect(heading).toHaveText('Field guide');
  await look(page, 'live');
  await heading.click();
  await expect(heading).toHaveText('# Field guide');
  await page.getByText('Calm and fast').click();
  await expect(heading).toHaveText('Field guide');
  await page.getByRole('checkbox', { name: 'Pack the tent' }).click();
  await expect(page.getByRole('checkbox', { name: 'Pack the tent' })).toBeChecked();
  await expectSaved(page);
  expect(await api.content(ana, document)).toBe(TEXT.replace('[ ] Pack', '[x] Pack'));
  await page.getByText('bold').dblclick();
  await expect(page.getByRole('toolbar', { name: 'Format' })).toBeVisible();
  await look(page, 'selection-toolbar');
  await page.keyboard.press('ControlOrMeta+i');
  await expectSaved(page);
  expect(await api.content(ana, document)).toContain('***bold***');
});

test('formulas, diagrams, code and callouts are shown where the text is read', async ({ seat, api, look }) => {
  const { ana, document } = await written(api, TEXT);
  const { page } = await seat(ana);
  await openDocument(page, document);
  await chooseMode(page, 'View');
  await expect(preview(page).locator('.katex').first()).toBeVisible();
  await expect(preview(page).getByRole('img', { name: 'Diagram' })).toBeVisible();
  await expect(preview(page).locator('.hljs-keyword')).toHaveText('const');
  await expect(preview(page).getByText('Warning')).toBeVisible();
  await look(page, 'view-rich');
  await preview(page).getByRole('checkbox', { name: 'Charge the lamp' }).click();
  await expect(preview(page).getByRole('checkbox', { name: 'Charge the lamp' })).not.toBeChecked();
  await expectSaved(page);
  const text = TEXT.replace('[x] Charge', '[ ] Charge');
  expect(await api.content(ana, document)).toBe(text);

  await chooseMode(page, 'Live');
  const live = editor(page);
  await expect(live.locator('.hljs-keyword')).toHaveText('const');
  await expect(live.getByText('Warning')).toBeVisible();
  // What is far from sight isn't there yet.
  await live.press('ControlOrMeta+End');
  const drawn = live.getByRole('img', { name: 'Diagram' });
  await expect(drawn).toBeVisible();
  await look(page, 'live-rich');
  const light = await drawn.getAttribute('src');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(drawn).not.toHaveAttribute('src', light ?? '');
  await look(page, 'live-rich-dark');
  await page.setViewportSize({ width: 390, height: 844 });
  await look(page, 'live-rich-phone');
  expect(await api.content(ana, document)).toBe(text);
});

for (const writes of [true, false])
  test(`a click on a diagram leads to its source after theme and width have changed (${writes ? 'while' : 'before'} somebody writes)`, async ({
    seat,
    api,
    look,
  }) => {
    const { ana, document } = await written(api, TEXT);
    const { page } = await seat(ana);
    await openDocument(page, document);
    await chooseMode(page, 'Live');
    const live = editor(page);
    const drawn = live.getByRole('img', { name: 'Diagram' });
    if (writes) await live.press('ControlOrMeta+End');
    await drawn.scrollIntoViewIfNeeded();
    const light = await drawn.getAttribute('src');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 390, height: 844 });
    await expect(drawn).not.toHaveAttribute('src', light ?? '');
    await drawn.click();
    await expect(drawn).toHaveCount(0);
    await expect(live.getByText('A[Start] --> B[End]')).toBeVisible();
    await look(page, `live-diagram-source-phone${writes ? '' : '-first'}`);
    await page.keyboard.type(';');
    await expectSaved(page);
    expect(await api.content(ana, document)).toBe(TEXT.replace('flowchart LR', 'flowchart LR;'));
    await page.getByText('Calm and fast').click();
    await expect(drawn).toHaveCount(1);
  });

test('a slash offers what Markdown can do, and Tab walks through a table', async ({ seat, api, look }) => {
  const { ana, document } = await written(api, '');
  const { page } = await seat(ana);
  await openDocument(page, document);
  await chooseMode(page, 'Edit');
  await editor(page).click();
  await page.keyboard.type('/');
  await expect(page.getByRole('listbox')).toBeVisible();
  await look(page, 'slash-menu');
  await page.keyboard.type('tab');
  await expect(page.getByRole('listbox').getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  const sizes = page.getByRole('group', { name: 'Size of the table' });
  await expect(sizes.getByRole('button', { name: '3 columns, 2 rows' })).toBeFocused();
  await look(page, 'table-size');
  await page.keyboard.press('Escape');
  await expect(editor(page)).toBeFocused();
  await expectText(page, '');
  await page.keyboard.type('/tab');
  await expect(page.getByRole('listbox').getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(sizes.getByRole('button', { name: '3 columns, 2 rows' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.type('Part');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Share');
  await expect(page.getByRole('toolbar', { name: 'Table' })).toBeVisible();
  await page.getByRole('button', { name: 'Align right' }).click();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Room');
  await look(page, 'table-tools');
  await page.keyboard.press('Tab');
  await expectText(
    page,
    ['| Part | Share |     |', '| ---- | ----: | --- |', '| Room     |       |     |', '|      |       |     |'].join(
      '\n',
    ),
  );
});

test('a slash writes the text of a template where the cursor is', async ({ seat, api }) => {
  const { ana, workspace, document } = await written(api, 'Today\n\n');
  const { page } = await seat(ana);
  const minutes = await api.createDocument(ana, workspace, 'Minutes', '---\ntags: [x]\n---\n## Present\n\n- \n');
  await api.useAsTemplate(ana, minutes);
  await openDocument(page, document);
  await chooseMode(page, 'Edit');
  await editor(page).click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('/min');
  await page.getByRole('listbox').getByRole('option', { name: 'Minutes' }).click();
  await expectText(page, 'Today\n\n## Present\n\n- \n');
  await expectSaved(page);
});

test('a key ticks the task that the cursor is in, also in Live', async ({ seat, api }) => {
  const { ana, document } = await written(api, '- [ ] tent\n- [ ] rope');
  const { page } = await seat(ana);
  await openDocument(page, document);
  await chooseMode(page, 'Live');
  await editor(page).click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByRole('checkbox', { name: 'rope' })).toBeChecked();
  await expectSaved(page);
  expect(await api.content(ana, document)).toBe('- [ ] tent\n- [x] rope');
});

test('lists go on by themselves, and keys format', async ({ seat, api }) => {
  const { ana, document } = await written(api, '');
  const { page } = await seat(ana);
  await openDocument(page, document);
  await chooseMode(page, 'Edit');
  await editor(page).click();
  await page.keyboard.type('- [ ] one\ntwo');
  await expectText(page, '- [ ] one\n- [ ] two');
  await page.keyboard.press('ControlOrMeta+a');
  await page.getByRole('toolbar', { name: 'Format' }).getByRole('button', { name: 'List', exact: true }).click();
  await expectText(page, '- one\n- two');
});

test('words are found, counted and replaced', async ({ seat, api, look }) => {
  const { ana, document } = await written(api, 'one two\none three\nOne');
  const { page } = await seat(ana);
  await openDocument(page, document);
  await chooseMode(page, 'Edit');
  await editor(page).click();
  await page.keyboard.press('ControlOrMeta+f');
  const panel = page.getByRole('search', { name: 'Find' });
  await panel.getByRole('textbox', { name: 'Find' }).fill('one');
  await expect(panel.getByRole('status')).toContainText('of 3');
  await panel.getByRole('button', { name: 'Match case' }).click();
  await expect(panel.getByRole('status')).toContainText('of 2');
  await page.keyboard.press('Shift+Tab');
  await panel.getByRole('textbox', { name: 'Replace with' }).fill('1');
  await look(page, 'find');
  await panel.getByRole('button', { name: 'Replace all' }).click();
  await expectText(page, '1 two\n1 three\nOne');
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  await expect(editor(page)).toBeFocused();
});

test('both panes scroll together, whichever leads, and the outline leads both', async ({ seat, api, look }) => {
  const parts = Array.from({ length: 60 }, (_, n) => `## Part ${n}\n\nText of part ${n}.\n\nMore of it.\n`);
  const { ana, document } = await written(api, parts.join('\n'));
  const { page } = await seat(ana);
  await openDocument(page, document);
  await chooseMode(page, 'Both');
  await expect(preview(page).getByRole('heading', { name: 'Part 0' })).toBeVisible();
  await editor(page).hover();
  await page.mouse.wheel(0, 2500);
  await expect.poll(() => preview(page).evaluate((pane) => pane.scrollTop)).toBeGreaterThan(500);
  await preview(page).hover();
  await page.mouse.wheel(0, -10_000);
  await expect.poll(() => page.locator('.cm-scroller').evaluate((pane) => pane.scrollTop)).toBeLessThan(30);
  await page.getByRole('button', { name: 'Outline' }).click();
  await look(page, 'outline');
  await page.getByRole('complementary').getByRole('button', { name: 'Part 40' }).click();
  await expect(editor(page).getByText('## Part 40')).toBeInViewport();
  await expect(preview(page).getByRole('heading', { name: 'Part 40' })).toBeInViewport();
  expect(await shownText(page)).toContain('Part 40');
});

test('Live shows tables and formulas as they become, and their source where the cursor goes', async ({
  seat,
  api,
  look,
}) => {
  const text = [
    '# Rooms',
    '',
    'The area is $a \\cdot b$ and costs $5.',
    '',
    '| Room | Area |',
    '|------|-----:|',
    '| **Hall** | $12$ |',
    '| [Plan](https://example.org/plan) | 20 |',
    '',
    '$$',
    '\\int_0^1 x\\,dx',
    '= \\frac{1}{2}',
    '$$',
    '',
    'The end.',
    '',
  ].join('\n');
  const { ana, document } = await written(api, text);
  const { page } = await seat(ana);
  await openDocument(page, document);
  await chooseMode(page, 'Live');
  const table = editor(page).getByRole('table');
  await expect(table.getByRole('cell', { name: 'Hall' })).toBeVisible();
  await expect(table.locator('.katex')).toBeVisible();
  await expect(editor(page).locator('.mdr-live-formula .katex')).toHaveCount(1);
  await expect(editor(page).locator('.mdr-live-block .katex-display')).toBeVisible();
  await look(page, 'live-rich');

  await test.step('a click on a row goes to its source, and an edit there changes it alone', async () => {
    await table.getByText('20').click();
    // The address of a link waits behind its words, here as everywhere.
    await expect(editor(page).getByText('| Plan | 20 |')).toBeVisible();
    await expect(table).toHaveCount(0);
    await page.keyboard.type(' ');
    await page.keyboard.press('Backspace');
    await look(page, 'live-table-source');
  });

  await test.step('the arrow keys lead through it', async () => {
    await editor(page).getByText('The area is').click();
    await expect(table).toBeVisible();
    for (let line = 0; line < 2; line++) await page.keyboard.press('ArrowDown');
    await expect(editor(page).getByText('|------|-----:|')).toBeVisible();
    await page.keyboard.press('End');
    await page.keyboard.type('x');
    await page.keyboard.press('Backspace');
    await editor(page).getByText('The end.').click();
    await expect(table).toBeVisible();
    for (let line = 0; line < 2; line++) await page.keyboard.press('ArrowUp');
    await expect(editor(page).getByText('= \\frac{1}{2}')).toBeVisible();
    await expect(editor(page).locator('.mdr-live-block .katex-display')).toHaveCount(0);
  });

  await test.step('a match is shown where it stands', async () => {
    await editor(page).getByText('The end.').click();
    await page.keyboard.press('ControlOrMeta+f');
    await page.getByRole('textbox', { name: 'Find' }).fill('Hall');
    await page.keyboard.press('Enter');
    await expect(editor(page).getByText('|------|-----:|')).toBeVisible();
    await expect(table).toHaveCount(0);
    await page.keyboard.press('Escape');
  });

  await expectSaved(page);
  expect(await api.content(ana, document)).toBe(text);
  const { page: dark } = await seat(ana, { colorScheme: 'dark', viewport: { width: 390, height: 844 } });
  await openDocument(dark, document);
  await expect(editor(dark).getByRole('table')).toBeVisible();
  await look(dark, 'live-rich-phone-dark');
});

test('Live shows tables, formulas and pictures in lists and quotes too', async ({ seat, api, look }) => {
  const text = [
    '- Rooms',
    '',
    '  | Room | Area |',
    '  |------|-----:|',
    '  | Hall | $12$ |',
    '',
    '> As Euler had it:',
    '>',
    '> $$',
    '> e^{i\\pi} + 1 = 0',
    '> $$',
    '>',
    '> | Quoted | Cell |',
    '> |--------|------|',
    '> | one    | two  |',
    '',
    'The end.',
    '',
  ].join('\n');
  const { ana, document } = await written(api, text);
  const { page } = await seat(ana);
  await openDocument(page, document);
  await chooseMode(page, 'Live');
  await expect(editor(page).getByRole('table')).toHaveCount(2);
  await expect(editor(page).getByRole('cell', { name: 'two' })).toBeVisible();
  await expect(editor(page).locator('.mdr-live-block .katex-display')).toBeVisible();
  await expect(editor(page).getByRole('table').first().locator('.katex')).toBeVisible();
  await look(page, 'live-nested');
  await editor(page).getByRole('cell', { name: 'two' }).click();
  await expect(editor(page).getByText('| one | two |')).toBeVisible();
  await expect(editor(page).getByRole('table')).toHaveCount(1);
  await editor(page).getByText('The end.').click();
  await expect(editor(page).getByRole('table')).toHaveCount(2);
  await expectSaved(page);
  expect(await api.content(ana, document)).toBe(text);
  const { page: phone } = await seat(ana, { colorScheme: 'dark', viewport: { width: 390, height: 844 } });
  await openDocument(phone, document);
  await expect(editor(phone).getByRole('table')).toHaveCount(2);
  await look(phone, 'live-nested-phone-dark');
});

test('the key that saves elsewhere says that all is saved, and leads to naming the text as it is', async ({
  seat,
  api,
}) => {
  const { ana, document } = await written(api, 'Some words.');
  const { page } = await seat(ana);
  await openDocument(page, document);
  await editor(page).click();
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByText('Already saved: every change is, as you type.').first()).toBeVisible();
  await page.getByRole('button', { name: 'Name this version' }).click();
  await page.getByLabel('Name the text as it is now').fill('First draft');
  await page.getByRole('button', { name: 'Name', exact: true }).click();
  await expect(page.getByText('First draft')).toBeVisible();
});

test('the keys are listed, and F6 leads around the page', async ({ seat, api, look }) => {
  const { ana, document } = await written(api, 'Some words.');
  const { page } = await seat(ana);
  await openDocument(page, document);
  await editor(page).click();
  await page.keyboard.press('ControlOrMeta+/');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toContainText('Next part of the page');
  await look(page, 'shortcuts');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByRole('button', { name: 'Outline' }).focus();
  await page.keyboard.press('Shift+?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('Escape');
  await editor(page).click();
  await page.keyboard.press('F6');
  await expect(page.getByRole('navigation').locator(':focus')).toHaveCount(1);
  await page.keyboard.press('F6');
  await expect(page.getByRole('banner').locator(':focus')).toHaveCount(1);
  await page.keyboard.press('F6');
  await expect(editor(page)).toBeFocused();
  await page.keyboard.press('Shift+F6');
  await expect(page.getByRole('banner').locator(':focus')).toHaveCount(1);
  expect(await api.content(ana, document)).toBe('Some words.');
});

test('above the keyboard of a telephone there are the marks that it hides', async ({ seat, api, look }) => {
  const { ana, document } = await written(api, 'Some words.');
  const { page } = await seat(ana, { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  await openDocument(page, document);
  await editor(page).tap();
  await page.keyboard.press('ControlOrMeta+End');
  const bar = page.getByRole('toolbar', { name: 'Format, for touch' });
  await expect(bar).toBeVisible();
  await bar.getByRole('button', { name: 'Task list' }).tap();
  await page.keyboard.press('ControlOrMeta+End');
  await bar.getByRole('button', { name: 'Insert something' }).tap();
  await expect(page.getByRole('listbox')).toBeVisible();
  await look(page, 'touch-bar');
  await page.keyboard.press('Escape');
  await expectSaved(page);
  expect(await api.content(ana, document)).toBe('- [ ] Some words. /');
});
