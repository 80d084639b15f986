import { callAgent } from './agent';
import { chooseMode, editor, expectText, faces, openDocument } from './editor';
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
