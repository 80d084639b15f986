import { editor, openDocument, saveState } from './editor';
import { expect, test } from './test';

test('who has no access asks for it, and an owner says yes as what', async ({ seat, api, look }) => {
  const ana = await seat(await api.signUp('Ana Sousa'));
  const eve = await seat(await api.signUp('Eve Lindqvist'));
  const workspace = await api.createWorkspace(ana.person, 'Field notes');
  const document = await api.createDocument(ana.person, workspace, 'Plan', 'The tent is red.\n');

  await eve.page.goto(`/d/${document}`);
  await expect(eve.page.getByRole('heading', { name: 'You need access' })).toBeVisible();
  await expect(eve.page.getByText('Plan')).toHaveCount(0);
  await eve.page.getByRole('combobox', { name: 'Role to ask for' }).selectOption('Viewer');
  await eve.page.getByRole('textbox', { name: 'Message to the owners (optional)' }).fill('I carry the tent.');
  await look(eve.page, 'access-ask');
  await eve.page.getByRole('button', { name: 'Ask for access' }).click();
  await expect(eve.page.getByRole('status')).toContainText('on its way to the owners');

  await ana.page.goto(`/w/${workspace}/inbox`);
  await ana.page.getByRole('link', { name: 'Eve Lindqvist asks for access to Plan' }).click();
  const dialog = ana.page.getByRole('dialog', { name: /^Share/ });
  await expect(dialog).toContainText('I carry the tent.');
  await look(ana.page, 'access-requests');
  await dialog.getByRole('combobox', { name: 'Role of Eve Lindqvist' }).selectOption('Commenter');
  await dialog.getByRole('button', { name: 'Give access' }).click();
  await expect(dialog.getByText('Waiting for your answer')).toHaveCount(0);
  await expect(dialog.getByRole('list', { name: 'People with access' })).toContainText('Eve Lindqvist');

  await openDocument(eve.page, document);
  await expect(saveState(eve.page)).toHaveText('Suggesting');
  await expect(editor(eve.page)).toContainText('The tent is red.');

  await test.step('and asks for more', async () => {
    await eve.page.getByRole('button', { name: 'Share', exact: true }).click();
    const share = eve.page.getByRole('dialog', { name: /^Share/ });
    await expect(share).toContainText('Your role here: Commenter.');
    await share.getByRole('button', { name: 'Ask for access' }).click();
    await expect(share.getByRole('status')).toContainText('on its way to the owners');
  });
});

test('an invitation to one document can be taken back before it is used', async ({ seat, stranger, api, look }) => {
  const ana = await seat(await api.signUp('Ana Sousa'));
  const workspace = await api.createWorkspace(ana.person, 'Field notes');
  const document = await api.createDocument(ana.person, workspace, 'Plan', 'The tent is red.\n');
  const url = await api.inviteToDocument(ana.person, document, 'cleo@example.org', 'commenter');
  const cleo = await stranger();
  await cleo.goto(url);
  await expect(cleo.getByRole('heading', { name: 'Plan' })).toBeVisible();
  await expect(cleo.getByText(/Ana Sousa invites you .* to this document as Commenter/)).toBeVisible();
  await look(cleo, 'document-invite');

  await openDocument(ana.page, document);
  await ana.page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = ana.page.getByRole('dialog', { name: /^Share/ });
  await dialog.getByRole('button', { name: 'Take back the invitation for cleo@example.org' }).click();
  const sure = ana.page.getByRole('dialog', { name: /^Take back/ });
  await expect(sure).toContainText('leads nowhere from now on');
  await sure.getByRole('button', { name: 'Take back' }).click();
  await expect(dialog.getByText('cleo@example.org')).toHaveCount(0);
  await cleo.reload();
  await expect(cleo.getByRole('heading', { name: 'This invitation isn’t open' })).toBeVisible();
});
