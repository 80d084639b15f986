import { callAgent } from './agent';
import { chooseMode, editor, expectText, faces, openDocument, useTool } from './editor';
import { expect, test } from './test';

test('an agent at work is seen by its name where it writes, and goes by itself', async ({
  seat,
  api,
  server,
  look,
}) => {
  const ana = await api.signUp('Ana Sousa');
  const ben = await api.signUp('Ben Okri');
  const workspace = await api.createWorkspace(ana, 'Expedition');
  await api.addMember(ana, workspace, ben, 'viewer');
  const document = await api.createDocument(ana, workspace, 'Plan', '# Plan\n\nThe tent is red.\n\nThe end.\n');
  const token = await api.addAgent(ana, 'Scribe');
  const { page } = await seat(ana);
  const { page: phone } = await seat(ben, { colorScheme: 'dark', viewport: { width: 390, height: 844 } });
  await openDocument(page, document);
  await chooseMode(page, 'Live');
  await openDocument(phone, document);

  const edits = [{ find: 'red', replace: 'green, and a rather large one' }];
  const written = await callAgent(server.url, token, 'apply_edits', { document, base: '1-1', edits });
  expect(written).toContain('merged');
  await expect(faces(page).filter({ hasText: 'Scribe, an agent of Ana Sousa (you)' })).toHaveCount(1);
  const flag = page.locator('.mdr-remote-flag', { hasText: 'Scribe for Ana Sousa' });
  await expect(flag).toBeAttached();
  await look(page, 'agent-at-work');
  await expect(editor(page)).toContainText('The tent is green, and a rather large one.');

  // It comments: the range it speaks of is selected in its colour.
  const range = { start: 12, end: 16 };
  await callAgent(server.url, token, 'comment', { document, base: '1-2', ...range, body: 'Which one?' });
  await expect(page.locator('.mdr-remote-selection')).not.toHaveCount(0);
  await expect(phone.locator('.mdr-remote-flag', { hasText: 'Scribe for Ana Sousa' })).toBeAttached();
  await look(page, 'agent-comments');
  await look(phone, 'agent-comments-phone-dark');

  await expect(faces(page).filter({ hasText: 'Scribe' })).toHaveCount(0, { timeout: 60_000 });
  await expect(flag).toHaveCount(0);
  await chooseMode(page, 'Edit');
  await expectText(page, '# Plan\n\nThe tent is green, and a rather large one.\n\nThe end.\n');
});

test('what an agent did stands as its own: in the history, beside comments and suggestions, and in the list', async ({
  seat,
  api,
  server,
  look,
}) => {
  const ana = await api.signUp('Ana Sousa');
  const ben = await api.signUp('Ben Okri');
  const workspace = await api.createWorkspace(ana, 'Expedition');
  await api.addMember(ana, workspace, ben, 'editor');
  const document = await api.createDocument(ana, workspace, 'Plan', '# Plan\n\nThe tent is red.\n\nThe end.\n');
  const token = await api.addAgent(ana, 'Scribe');
  await callAgent(server.url, token, 'apply_edits', {
    document,
    base: '1-1',
    edits: [{ append: 'An agent wrote it.\n' }],
  });
  await callAgent(server.url, token, 'comment', { document, base: '1-2', start: 12, end: 16, body: 'Which one?' });
  await callAgent(server.url, token, 'suggest', { document, base: '1-2', edits: [{ find: 'red', replace: 'green' }] });
  await api.nameVersion(ana, document, 'With an agent');
  const { page } = await seat(ben);
  const { page: phone } = await seat(ben, { colorScheme: 'dark', viewport: { width: 390, height: 844 } });

  for (const [where, name] of [
    [page, 'home-agent'],
    [phone, 'home-agent-phone-dark'],
  ] as const) {
    await where.goto(`/w/${workspace}`);
    await expect(where.getByRole('main').getByRole('listitem')).toContainText('Ana Sousa via Scribe edited');
    await look(where, name);
  }

  await openDocument(page, document);
  await useTool(page, 'History');
  const panel = page.getByRole('complementary', { name: 'History' });
  await expect(panel.getByRole('button', { name: /With an agent/ })).toContainText('Ana Sousa, Ana Sousa via Scribe');
  await panel.getByRole('button', { name: /With an agent/ }).click();
  await expect(page.getByRole('list', { name: 'Who wrote when' }).getByRole('listitem')).toHaveText([
    'Ana Sousa',
    'Ana Sousa via Scribe',
  ]);
  await look(page, 'history-agent');
  await panel.getByRole('button', { name: 'Who wrote this' }).click();
  const authors = page.getByRole('region', { name: 'Who wrote this' });
  await expect(authors.getByRole('listitem')).toHaveText(['Ana Sousa', 'Ana Sousa via Scribe']);
  await expect(authors.getByTitle('Ana Sousa via Scribe')).toHaveText('An agent wrote it.');
  await look(page, 'authors-agent');
  await authors.getByRole('button', { name: 'Back to the text' }).click();

  await useTool(page, '1 open suggestion');
  await expect(page.getByRole('complementary', { name: 'Suggestions' }).getByRole('article')).toContainText(
    'via Scribe',
  );
  await useTool(page, '1 open comment');
  const comments = page.getByRole('complementary', { name: 'Comments' });
  await expect(comments.getByRole('article')).toContainText('via Scribe');
  await look(page, 'comment-agent');
  await openDocument(phone, document);
  await useTool(phone, '1 open comment');
  await expect(phone.getByText('via Scribe')).toBeVisible();
  await look(phone, 'comment-agent-phone-dark');
});
