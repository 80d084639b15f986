import type { Page } from '@playwright/test';
import { PASSWORD } from './api';
import { chooseMode, editor, expectSaved, openDocument, saveState } from './editor';
import { expect, test } from './test';

const comments = (page: Page) => page.getByRole('complementary', { name: 'Comments' });
const suggestions = (page: Page) => page.getByRole('complementary', { name: 'Suggestions' });
const share = (page: Page) => page.getByRole('dialog', { name: /^Share/ });

test('three people, from an invitation to a resolved comment and the end of access', async ({
  seat,
  stranger,
  server,
  api,
  look,
}) => {
  test.setTimeout(240_000);
  const ana = await seat(await api.signUp('Ana Sousa'));
  const vera = await seat(await api.signUp('Vera Holm'));
  const workspace = await api.createWorkspace(ana.person, 'Expedition');
  await api.addMember(ana.person, workspace, vera.person, 'viewer');
  const text = '# Plan\n\nThe tent is red and large.\n';
  const document = await api.createDocument(ana.person, workspace, 'Plan', text);
  await openDocument(ana.page, document);
  await openDocument(vera.page, document);
  await chooseMode(ana.page, 'Edit');
  await expect(saveState(vera.page)).toHaveText('View only');

  const carl = await stranger();
  await test.step('Ana invites Carl by his address, as a commenter', async () => {
    await ana.page.getByRole('button', { name: 'Share', exact: true }).click();
    const email = `carl.${Date.now()}@example.org`;
    await share(ana.page).getByRole('combobox', { name: 'Add people' }).fill(email);
    await share(ana.page)
      .getByRole('textbox', { name: /^Message in the invitation/ })
      .fill('Please look at the tent.');
    await share(ana.page).getByRole('combobox', { name: 'Role', exact: true }).selectOption('Commenter');
    await share(ana.page).getByRole('button', { name: 'Invite' }).click();
    const url = await share(ana.page).getByRole('textbox', { name: 'Link of the invitation' }).inputValue();
    await expect(share(ana.page).getByText(email, { exact: true })).toBeVisible();
    await look(ana.page, 'story-1-invited');
    await carl.goto(url);
    await expect(carl.getByText(/Ana Sousa invites you/)).toBeVisible();
    await look(carl, 'story-2-invitation');
    await carl.getByRole('link', { name: 'Create account' }).click();
    await carl.getByLabel('Name').fill('Carl Ito');
    await carl.getByLabel('Email').fill(email);
    await carl.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await carl.getByRole('button', { name: 'Create account' }).click();
    if (server.code !== null) {
      await carl.getByLabel('Code from the mail').fill(server.code);
      await carl.getByRole('button', { name: 'Confirm the address' }).click();
    }
    await carl.getByRole('button', { name: 'Accept' }).click();
    await expect(saveState(carl)).toHaveText('Suggesting');
    await chooseMode(carl, 'Edit');
    await share(ana.page).getByRole('button', { name: 'Done' }).click();
  });

  await test.step('Carl comments and mentions Ana, who has the document open', async () => {
    await editor(carl)
      .getByText('The tent')
      .dblclick({ position: { x: 60, y: 8 } });
    await carl.getByRole('toolbar', { name: 'Format' }).getByRole('button', { name: 'Comment' }).click();
    const field = comments(carl).getByRole('textbox', { name: 'Write a comment' });
    await field.pressSequentially('Large enough, @An');
    await comments(carl).getByRole('option', { name: 'Ana Sousa' }).click();
    await carl.keyboard.press('ControlOrMeta+Enter');
    await expect(ana.page.locator('.mdr-pin')).toBeVisible();
    await ana.page.getByRole('button', { name: '1 open comment' }).click();
    await expect(comments(ana.page).getByRole('article')).toContainText('@Ana Sousa');
    await look(ana.page, 'story-3-mentioned');
  });

  await test.step('Carl suggests, Ana accepts', async () => {
    await editor(carl).focus();
    await carl.keyboard.press('ControlOrMeta+Home');
    for (const key of ['ArrowDown', 'ArrowDown', 'End', 'ArrowLeft']) await carl.keyboard.press(key);
    await carl.keyboard.type(' enough for four');
    await carl.getByRole('button', { name: 'Send suggestion' }).click();
    await ana.page.getByRole('button', { name: '1 open suggestion' }).click();
    await suggestions(ana.page).getByRole('button', { name: 'Accept change 1' }).click();
    await expect.poll(() => api.content(ana.person, document)).toContain('red and large enough for four.');
    await expect(vera.page.getByRole('region', { name: 'Rendered text' }).or(editor(vera.page)).first()).toContainText(
      'large enough for four',
    );
    await look(carl, 'story-4-accepted');
  });

  await test.step('Vera becomes an editor where she is, and writes', async () => {
    await ana.page.getByRole('button', { name: 'Share', exact: true }).click();
    await share(ana.page).getByRole('combobox', { name: 'Role of Vera Holm' }).selectOption('Editor');
    await share(ana.page).getByRole('button', { name: 'Done' }).click();
    await expect(saveState(vera.page)).toHaveText('Saved');
    await chooseMode(vera.page, 'Edit');
    await editor(vera.page).focus();
    await vera.page.keyboard.press('ControlOrMeta+End');
    await vera.page.keyboard.type('Four it is.');
    await expectSaved(vera.page);
    await expect(editor(carl)).toContainText('Four it is.');
  });

  await test.step('Ana resolves the comment', async () => {
    await ana.page.getByRole('button', { name: '1 open comment' }).click();
    await comments(ana.page).getByRole('button', { name: 'Resolve', exact: true }).click();
    await expect(carl.locator('.mdr-pin')).toHaveCount(0);
    await look(vera.page, 'story-5-resolved');
  });

  await test.step('Carl’s access ends while he looks', async () => {
    await ana.page.getByRole('button', { name: 'Share', exact: true }).click();
    await share(ana.page).getByRole('button', { name: 'Remove Carl Ito' }).click();
    await expect(share(ana.page)).toContainText('Carl Ito loses access now, also where the document is open.');
    await look(ana.page, 'story-6-effect');
    await share(ana.page).getByRole('button', { name: 'Do it' }).click();
    await expect(carl.getByRole('heading', { name: 'You need access' })).toBeVisible();
    await expect(carl.getByText('The tent is red')).toHaveCount(0);
    await look(carl, 'story-7-out');
    await expectSaved(vera.page);
  });

  await test.step('all of it stands in the log', async () => {
    await ana.page.goto(`/w/${workspace}/audit`);
    await expect(ana.page.getByText(/^The log is whole/)).toBeVisible();
    const log = ana.page.getByRole('list', { name: 'Audit log' });
    await expect(log).toContainText('Invitation to a document accepted');
    await expect(log).toContainText('Role in a document taken away');
    await ana.page.getByRole('combobox', { name: 'Kind' }).selectOption('Roles in documents');
    await expect(log).not.toContainText('Invitation to a document accepted');
    await ana.page.getByRole('combobox', { name: 'Person' }).selectOption('Vera Holm');
    await expect(ana.page.getByText('Nothing of this kind stands in the log.')).toBeVisible();
    await ana.page.getByRole('combobox', { name: 'Person' }).selectOption('Everybody');
    await log.getByText('Role in a document taken away').click();
    await look(ana.page, 'audit');
  });
});
