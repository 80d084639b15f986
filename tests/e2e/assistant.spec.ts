import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { chooseMode, editor, expectSaved, faces, openDocument, useTool } from './editor';
import { Model } from './model';
import { expect, test, type Seat } from './test';

// Below what the system gives out by itself.
const PORT = 12_000 + ((process.pid + 7_919) % 20_000);
const TEXT = '# Plan\n\nThe tent is red. It is a rather large one.\n\nThe end.\n';
/** In the third line. */
const SENTENCE = { line: 3, column: 17, words: 'It is a rather large one.' };

test.use({
  settings: {
    environment: {
      MDREADER_AI_URL: `http://127.0.0.1:${PORT}/v1`,
      MDREADER_AI_KEY: 'sk-canary-5f2c9a',
      MDREADER_AI_MODELS: 'small, large',
    },
  },
});

let model: Model;
test.beforeAll(async () => {
  model = await Model.start(PORT);
});
test.afterAll(() => model.stop());
test.beforeEach(() => {
  model.requests.length = 0;
  model.left = 0;
});

const panel = (page: Page) => page.getByRole('complementary', { name: 'Assistant' });
const answers = (page: Page) => panel(page).getByRole('article', { name: 'What the assistant says' });
/** The newest stands first. */
const answer = (page: Page) => answers(page).first();
/** Where the assistant of Ana is at work in somebody's text. */
const flag = (page: Page) => page.locator('.mdr-remote-flag', { hasText: 'Assistant of Ana Sousa' });
const words = (page: Page) => panel(page).getByRole('textbox', { name: 'Your question, or how it shall be done' });
const press = (page: Page, name: string) => panel(page).getByRole('button', { name, exact: true }).click();

async function open({ page }: Seat, document: string): Promise<void> {
  await openDocument(page, document);
  await chooseMode(page, 'Edit');
}

async function openAssistant(page: Page): Promise<void> {
  await useTool(page, 'Assistant');
  await expect(panel(page)).toBeVisible();
}

async function goTo(page: Page, line: number, column: number): Promise<void> {
  await editor(page).focus();
  await page.keyboard.press('ControlOrMeta+Home');
  for (let n = 1; n < line; n++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Home');
  for (let n = 0; n < column; n++) await page.keyboard.press('ArrowRight');
}

async function selectSentence(page: Page): Promise<void> {
  await goTo(page, SENTENCE.line, SENTENCE.column);
  for (let n = 0; n < SENTENCE.words.length; n++) await page.keyboard.press('Shift+ArrowRight');
}

test('a question is answered from the document, and what the model says harms nobody', async ({ seat, api, look }) => {
  const ana = await seat(await api.signUp('Ana Sousa'));
  const workspace = await api.createWorkspace(ana.person, 'Expedition');
  const document = await api.createDocument(ana.person, workspace, 'Plan', TEXT);
  await open(ana, document);
  await openAssistant(ana.page);
  await look(ana.page, 'assistant');

  model.says([
    'It is **rather** large.\n\n',
    '<img src=x onerror="alert(1)"> ![p](https://elsewhere.example/p.png) ',
    '[do](javascript:alert(2)) <script>alert(3)</script>',
  ]);
  await words(ana.page).fill('How large is the tent?');
  await press(ana.page, 'Ask');
  await expect(answer(ana.page).locator('strong')).toHaveText('rather');
  await expect(answer(ana.page)).toContainText('How large is the tent?');
  await expect(answer(ana.page).locator('img, script, a[href^="javascript:"]')).toHaveCount(0);
  await look(ana.page, 'assistant-answer');
  const [asked] = model.requests;
  expect(asked?.model).toBe('small');
  expect(asked?.messages.at(-1)?.content).toContain(TEXT);
  await expect(panel(ana.page)).toContainText(/120 of 200,000 tokens used today/);

  await test.step('it goes into the text only as a suggestion, and only when asked', async () => {
    expect(await api.content(ana.person, document)).toBe(TEXT);
    await press(ana.page, 'Suggest it at the cursor');
    await expect(answer(ana.page)).toContainText('Suggested.');
    await press(ana.page, 'Withdraw');
    await expect(answer(ana.page)).not.toContainText('Suggested.');
    expect(await api.content(ana.person, document)).toBe(TEXT);
  });
});

test('the assistant rewrites before everybody’s eyes, and what it wrote is a suggestion', async ({
  seat,
  api,
  look,
}) => {
  const ana = await seat(await api.signUp('Ana Sousa'));
  const ben = await seat(await api.signUp('Ben Okafor'));
  const workspace = await api.createWorkspace(ana.person, 'Expedition');
  await api.addMember(ana.person, workspace, ben.person, 'editor');
  const document = await api.createDocument(ana.person, workspace, 'Plan', TEXT);
  await open(ana, document);
  await open(ben, document);
  await openAssistant(ana.page);
  await expect(panel(ana.page).getByRole('button', { name: 'Rewrite' })).toBeDisabled();
  await selectSentence(ana.page);

  model.says(['It is ', 'large.'], { holdAfter: 1 });
  await words(ana.page).fill('Shorter');
  await press(ana.page, 'Rewrite');
  await expect(answer(ana.page)).toContainText('It is');

  await test.step('while it works it is one of those who are here, with a cursor', async () => {
    for (const { page } of [ana, ben]) {
      await expect(faces(page).filter({ hasText: /^Assistant of Ana Sousa/ })).toHaveCount(1);
      await expect(flag(page)).toBeAttached();
    }
    await look(ben.page, 'assistant-seen-by-others');
    await look(ana.page, 'assistant-at-work');
    expect(await api.content(ben.person, document)).toBe(TEXT);
  });

  await test.step('others go on writing; what it says becomes a suggestion', async () => {
    await goTo(ben.page, 1, 0);
    await ben.page.keyboard.insertText('Before.\n\n');
    await expectSaved(ben.page);
    model.goOn();
    await expect(answer(ana.page)).toContainText('Suggested.');
    await expect(faces(ben.page)).toHaveCount(2);
    expect(await api.content(ben.person, document)).toBe(`Before.\n\n${TEXT}`);
    const asked = model.requests[0]?.messages.at(-1)?.content;
    expect(asked).toContain(`<rewrite>\n${SENTENCE.words}\n</rewrite>`);
    expect(asked).toMatch(/Shorter$/);
  });

  await test.step('whoever decides sees that a model made it', async () => {
    await press(ana.page, 'Show it in the text');
    await ben.page.getByRole('button', { name: '1 open suggestion' }).click();
    const card = ben.page.getByRole('complementary', { name: 'Suggestions' }).getByRole('article');
    await expect(card.getByText('Made with the assistant, or by an agent')).toBeAttached();
    await expect(card).toContainText('Rewritten by the assistant');
    await look(ben.page, 'assistant-suggestion');
    await card.getByRole('button', { name: 'Accept change 1' }).click();
    const expected = `Before.\n\n${TEXT.replace(SENTENCE.words, 'It is large.')}`;
    await expect.poll(() => api.content(ben.person, document)).toBe(expected);
  });
});

test('what it writes at once is undone alone, whatever people wrote meanwhile', async ({ seat, api, look }) => {
  const ana = await seat(await api.signUp('Ana Sousa'));
  const ben = await seat(await api.signUp('Ben Okafor'));
  const workspace = await api.createWorkspace(ana.person, 'Expedition');
  await api.addMember(ana.person, workspace, ben.person, 'editor');
  const document = await api.createDocument(ana.person, workspace, 'Plan', TEXT);
  await open(ana, document);
  await open(ben, document);
  await goTo(ana.page, 5, 8);
  await openAssistant(ana.page);
  await panel(ana.page).getByRole('combobox', { name: 'What it writes' }).selectOption('goes into the text');

  model.says([' Or ', 'is it?', ' No.'], { holdAfter: 2 });
  await press(ana.page, 'Continue');
  // It is in everybody's text while it comes.
  await expect(editor(ben.page)).toContainText('The end. Or is it?');
  await look(ben.page, 'assistant-writing');
  await goTo(ben.page, 3, 0);
  await ben.page.keyboard.insertText('Well: ');
  model.goOn();
  await expect(answer(ana.page)).toContainText('It is in the text.');
  await expectSaved(ana.page);
  const written = TEXT.replace('The tent', 'Well: The tent').replace('The end.', 'The end. Or is it? No.');
  await expect.poll(() => api.content(ana.person, document)).toBe(written);

  await test.step('a person’s own undo is not its', async () => {
    await goTo(ana.page, 1, 6);
    await ana.page.keyboard.type(' B');
    await ana.page.keyboard.press('ControlOrMeta+z');
    await expect.poll(() => api.content(ana.person, document)).toBe(written);
  });

  await press(ana.page, 'Undo what it wrote');
  await expect.poll(() => api.content(ana.person, document)).toBe(TEXT.replace('The tent', 'Well: The tent'));
});

test('whatever it is asked, everybody sees where it is at work', async ({ seat, api }) => {
  const ana = await seat(await api.signUp('Ana Sousa'));
  const ben = await seat(await api.signUp('Ben Okafor'));
  const workspace = await api.createWorkspace(ana.person, 'Expedition');
  await api.addMember(ana.person, workspace, ben.person, 'editor');
  const document = await api.createDocument(ana.person, workspace, 'Plan', TEXT);
  await open(ana, document);
  await open(ben, document);
  await openAssistant(ana.page);

  const seenWhile = async (task: string) => {
    model.says(['It is ', 'large.'], { holdAfter: 1 });
    await press(ana.page, task);
    await expect(answer(ana.page)).toContainText('It is');
    await expect(flag(ben.page)).toBeAttached();
    model.goOn();
    await expect(answer(ana.page)).toHaveAttribute('aria-busy', 'false');
    await expect(flag(ben.page)).toHaveCount(0);
  };
  await goTo(ana.page, 5, 8);
  await words(ana.page).fill('How large?');
  await seenWhile('Ask');
  await selectSentence(ana.page);
  await seenWhile('Summarise');

  await test.step('also where its words go into a draft, which nobody else has', async () => {
    await ana.page.getByRole('combobox', { name: 'What typing does' }).selectOption('Suggesting');
    await goTo(ana.page, 5, 8);
    await ana.page.keyboard.insertText(' So far.');
    await seenWhile('Continue');
    expect(await api.content(ben.person, document)).toBe(TEXT);
  });
});

test('what others type within it meanwhile stays', async ({ seat, api }) => {
  const ana = await seat(await api.signUp('Ana Sousa'));
  const ben = await seat(await api.signUp('Ben Okafor'));
  const workspace = await api.createWorkspace(ana.person, 'Expedition');
  await api.addMember(ana.person, workspace, ben.person, 'editor');
  const document = await api.createDocument(ana.person, workspace, 'Plan', TEXT);
  await open(ana, document);
  await open(ben, document);
  await openAssistant(ana.page);
  await selectSentence(ana.page);
  await panel(ana.page).getByRole('combobox', { name: 'What it writes' }).selectOption('goes into the text');

  model.says(['It is ', 'large.'], { holdAfter: 1 });
  await press(ana.page, 'Rewrite');
  await expect(answer(ana.page)).toContainText('It is');
  await goTo(ben.page, SENTENCE.line, SENTENCE.column + 'It is a '.length);
  await ben.page.keyboard.insertText('(6 people!) ');
  await expectSaved(ben.page);
  await expect(editor(ana.page)).toContainText('(6 people!)');
  model.goOn();
  await expect(answer(ana.page)).toContainText('It is in the text.');
  const written = TEXT.replace(SENTENCE.words, 'It is large.(6 people!) ');
  await expect.poll(() => api.content(ana.person, document)).toBe(written);
});

test('what it wrote can be undone after other questions, and after another text was shown', async ({
  seat,
  api,
  look,
}) => {
  const ana = await seat(await api.signUp('Ana Sousa'));
  const workspace = await api.createWorkspace(ana.person, 'Expedition');
  const document = await api.createDocument(ana.person, workspace, 'Plan', TEXT);
  await open(ana, document);
  await openAssistant(ana.page);
  await goTo(ana.page, 5, 8);
  await panel(ana.page).getByRole('combobox', { name: 'What it writes' }).selectOption('goes into the text');
  model.says([' Or is it?']);
  await press(ana.page, 'Continue');
  await expect(answer(ana.page)).toContainText('It is in the text.');
  const written = TEXT.replace('The end.', 'The end. Or is it?');
  await expect.poll(() => api.content(ana.person, document)).toBe(written);

  model.says(['A tent.']);
  await press(ana.page, 'Summarise');
  await expect(answer(ana.page)).toContainText('A tent.');
  await expect(answers(ana.page)).toHaveCount(2);
  await look(ana.page, 'assistant-answers');
  const typing = ana.page.getByRole('combobox', { name: 'What typing does' });
  await typing.selectOption('Suggesting');
  await expect(answers(ana.page)).toHaveCount(0);
  await typing.selectOption('Editing');
  await press(ana.page, 'Undo what it wrote');
  await expect.poll(() => api.content(ana.person, document)).toBe(TEXT);
});

test('it can be stopped, which stops the model, and a failure says what to do', async ({ seat, api, look }) => {
  const ana = await seat(await api.signUp('Ana Sousa'));
  const workspace = await api.createWorkspace(ana.person, 'Expedition');
  const document = await api.createDocument(ana.person, workspace, 'Plan', TEXT);
  await open(ana, document);
  await openAssistant(ana.page);
  await selectSentence(ana.page);

  model.says(['It is ', 'large.'], { holdAfter: 1 });
  await press(ana.page, 'Rewrite');
  await expect(answer(ana.page)).toContainText('It is');
  await press(ana.page, 'Stop');
  await expect(answer(ana.page)).toContainText('Stopped.');
  await expect.poll(() => model.left).toBe(1);
  await expect(faces(ana.page)).toHaveCount(1);
  expect(await api.content(ana.person, document)).toBe(TEXT);
  await look(ana.page, 'assistant-stopped');
  await expect(panel(ana.page).getByRole('button', { name: 'Suggest it' })).toBeEnabled();

  model.fails(500);
  await press(ana.page, 'Summarise');
  await expect(answer(ana.page).getByRole('alert')).toContainText('The model didn’t answer as it should.');
  expect(await api.content(ana.person, document)).toBe(TEXT);
});

test('a commenter has it write into what they suggest, and a reader may ask', async ({ seat, api }) => {
  const ana = await api.signUp('Ana Sousa');
  const ben = await seat(await api.signUp('Ben Okafor'));
  const vera = await seat(await api.signUp('Vera Holm'));
  const workspace = await api.createWorkspace(ana, 'Expedition');
  await api.addMember(ana, workspace, ben.person, 'commenter');
  await api.addMember(ana, workspace, vera.person, 'viewer');
  const document = await api.createDocument(ana, workspace, 'Plan', TEXT);

  await open(ben, document);
  await openAssistant(ben.page);
  await goTo(ben.page, 5, 8);
  model.says([' Or is it?']);
  await press(ben.page, 'Continue');
  await expect(answer(ben.page)).toContainText('It is in the text.');
  await expect(ben.page.locator('ins.mdr-suggested-in')).toHaveText(' Or is it?');
  expect(await api.content(ana, document)).toBe(TEXT);

  await openDocument(vera.page, document);
  await openAssistant(vera.page);
  await expect(panel(vera.page).getByRole('button', { name: 'Rewrite' })).toHaveCount(0);
  model.says(['A tent.']);
  await press(vera.page, 'Summarise');
  await expect(answer(vera.page)).toContainText('A tent.');
  await expect(panel(vera.page).getByRole('button', { name: 'Copy' })).toBeVisible();
  await expect(panel(vera.page).getByRole('button', { name: /cursor/ })).toHaveCount(0);
});

for (const colorScheme of ['light', 'dark'] as const)
  for (const width of [1280, 390])
    test(`the assistant passes axe and fits (${colorScheme}, ${width} pixels)`, async ({ seat, api, look }) => {
      const ana = await seat(await api.signUp('Ana Sousa'), { colorScheme, viewport: { width, height: 800 } });
      const workspace = await api.createWorkspace(ana.person, 'Expedition');
      const document = await api.createDocument(ana.person, workspace, 'Plan', TEXT);
      await open(ana, document);
      await openAssistant(ana.page);
      model.says(['# Short\n\n', '- The tent is *red*\n- It is large\n']);
      await words(ana.page).fill('In points, please');
      await press(ana.page, 'Summarise');
      await expect(answer(ana.page)).toContainText('It is large');
      await look(ana.page, `assistant-${colorScheme}-${width}`);
      const { violations } = await new AxeBuilder({ page: ana.page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);
      const wide = await ana.page.evaluate(() => window.document.documentElement.scrollWidth);
      expect(wide).toBeLessThanOrEqual(width);
    });
