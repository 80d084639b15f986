import { chooseMode, editor, expectSaved, openDocument, preview } from './editor';
import { TEXT, written } from './guide';
import { expect, test } from './test';

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
