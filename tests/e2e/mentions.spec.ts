import type { Page } from '@playwright/test';
import { chooseMode, editor, openDocument } from './editor';
import { expect, test } from './test';

const panel = (page: Page) => page.getByRole('complementary', { name: 'Comments' });

async function beginComment(page: Page, document: string): Promise<void> {
  await openDocument(page, document);
  await chooseMode(page, 'Edit');
  await editor(page)
    .getByText('The tent')
    .dblclick({ position: { x: 60, y: 8 } });
  await page.getByRole('toolbar', { name: 'Format' }).getByRole('button', { name: 'Comment' }).click();
}

test('who is mentioned without access is invited by an owner, and to others that is said', async ({
  seat,
  api,
  look,
}) => {
  const ana = await seat(await api.signUp('Ana Sousa'));
  const ben = await seat(await api.signUp('Ben Okafor'));
  const cleo = await seat(await api.signUp('Cleo Adams'));
  const elsewhere = await api.createWorkspace(ana.person, 'Walkers');
  for (const { person } of [ben, cleo]) await api.addMember(ana.person, elsewhere, person, 'editor');
  const workspace = await api.createWorkspace(ana.person, 'Field notes');
  await api.addMember(ana.person, workspace, ben.person, 'commenter');
  const document = await api.createDocument(ana.person, workspace, 'Plan', 'The tent is red.\n');

  await test.step('Ben may invite nobody, and is told that it reaches nobody', async () => {
    await beginComment(ben.page, document);
    const field = panel(ben.page).getByRole('textbox', { name: 'Write a comment' });
    await field.pressSequentially('Large enough, @Cl');
    await expect(panel(ben.page).getByRole('option', { name: 'Cleo Adams' })).toContainText('No access');
    await ben.page.keyboard.press('Enter');
    await expect(panel(ben.page)).toContainText('Cleo Adams can’t open this document and won’t be told.');
    await expect(panel(ben.page).getByRole('combobox', { name: 'Invite Cleo Adams' })).toHaveCount(0);
    await look(ben.page, 'mention-note');
    await field.fill('');
    await expect(panel(ben.page)).not.toContainText('won’t be told');
  });

  await test.step('Ana, who shares the document, chooses as what Cleo is let in', async () => {
    await beginComment(ana.page, document);
    const field = panel(ana.page).getByRole('textbox', { name: 'Write a comment' });
    await field.pressSequentially('Large enough, @Cl');
    await panel(ana.page).getByRole('option', { name: 'Cleo Adams' }).click();
    await expect(panel(ana.page)).toContainText('is invited with this comment');
    const choice = panel(ana.page).getByRole('combobox', { name: 'Invite Cleo Adams' });
    await choice.selectOption('Don’t invite');
    await expect(panel(ana.page)).toContainText('won’t be told');
    await choice.selectOption('Invite as Viewer');
    await look(ana.page, 'mention-invite');
    await field.focus();
    await ana.page.keyboard.press('ControlOrMeta+Enter');
    await expect(panel(ana.page).getByRole('article')).toContainText('@Cleo Adams');
  });

  await test.step('an address that nobody here is known by is invited by letter', async () => {
    const field = panel(ana.page).getByRole('textbox', { name: 'Reply' });
    await field.pressSequentially('And @dora@example.org', { delay: 20 });
    await expect(panel(ana.page).getByRole('option', { name: 'dora@example.org' })).toContainText('Invite by mail');
    await ana.page.keyboard.press('Enter');
    await expect(panel(ana.page)).toContainText('With this comment an invitation goes to dora@example.org.');
    await look(ana.page, 'mention-letter');
    await ana.page.keyboard.press('ControlOrMeta+Enter');
    await expect(panel(ana.page).getByRole('article')).toContainText('And @dora@example.org');
    await ana.page.getByRole('button', { name: 'Share', exact: true }).click();
    const share = ana.page.getByRole('dialog', { name: /^Share/ });
    await expect(share.getByText('dora@example.org')).toBeVisible();
    await share.getByRole('button', { name: 'Done' }).click();
  });

  await test.step('Cleo is told, and reads it there', async () => {
    await cleo.page.goto(`/w/${elsewhere}/inbox`);
    await expect(cleo.page.getByRole('link', { name: 'Ana Sousa shared Plan with you' })).toBeVisible();
    await cleo.page.getByRole('link', { name: 'Ana Sousa mentioned you in Plan' }).click();
    await expect(panel(cleo.page).getByRole('article')).toContainText('Large enough, @Cleo Adams');
    await expect(panel(cleo.page).getByRole('textbox')).toHaveCount(0);
    // What she has seen, and that it was shared with her, is nothing new any more: only the workspace is.
    await expect(cleo.page.getByRole('navigation').getByRole('img', { name: '1 unread' })).toBeVisible();
  });
});
